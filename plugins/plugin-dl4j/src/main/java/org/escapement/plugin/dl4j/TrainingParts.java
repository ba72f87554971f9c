package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * What layers carry for training only: dropout and noise, penalties on weights, constraints,
 * clipping, optimizers. The loss in question is that of the network as it answers, so these are
 * taken out and told.
 */
final class TrainingParts {
  private final Map<String, List<String>> found = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /** Takes them out of a vertex. */
  void remove(String name, GraphVertex vertex) {
    if (vertex instanceof LayerVertex layer) {
      Wrappers.all(layer.getLayerConf().getLayer()).forEach(each -> remove(name, each));
    }
  }

  private void remove(String name, Layer layer) {
    note(drops(layer.getIDropout()), "dropout", name);
    layer.setIDropout(null);
    note(layer.getConstraints() != null && !layer.getConstraints().isEmpty(), "constraints", name);
    layer.setConstraints(null);
    if (layer instanceof BaseLayer base) {
      note(
          !empty(base.getRegularization()) || !empty(base.getRegularizationBias()),
          "weight penalties",
          name);
      base.setRegularization(null);
      base.setRegularizationBias(null);
      note(base.getWeightNoise() != null, "weight noise", name);
      base.setWeightNoise(null);
      base.setGradientNormalization(GradientNormalization.None);
      base.setIUpdater(new NoOp());
      base.setBiasUpdater(null);
    }
  }

  /** Keras' import gives every layer a dropout that keeps all. */
  private static boolean drops(IDropout dropout) {
    boolean keepsAll =
        dropout != null
            && dropout.getClass() == Dropout.class
            && ((Dropout) dropout).getP() == 1
            && ((Dropout) dropout).getPSchedule() == null;
    return dropout != null && !keepsAll;
  }

  private static boolean empty(List<?> list) {
    return list == null || list.isEmpty();
  }

  private void note(boolean there, String what, String layer) {
    List<String> layers = there ? found.computeIfAbsent(what, key -> new ArrayList<>()) : List.of();
    if (there && !layers.contains(layer)) {
      layers.add(layer);
    }
  }

  void add(String note) {
    notes.add(note);
  }

  /** What was taken out, one sentence each. */
  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    found.forEach(
        (what, layers) ->
            all.add(
                "no part of the loss: "
                    + what
                    + " that the file has for layer"
                    + (layers.size() == 1 ? " " : "s ")
                    + String.join(", ", layers)));
    return List.copyOf(all);
  }
}
