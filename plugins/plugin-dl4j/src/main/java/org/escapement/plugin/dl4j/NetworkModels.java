package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Decides how a network from a file is computed: by the engine if it can be converted. */
final class NetworkModels {
  private NetworkModels() {}

  /**
   * The model of a network.
   *
   * @throws EscapementException MODEL_UNSUPPORTED, CONFIG_CONFLICT or DATA_MISMATCH for what cannot
   *     be analysed so
   */
  static Model of(SavedNetwork saved, NetworkOptions options, ModelSetting setting) {
    try {
      return make(saved, options, setting);
    } catch (EscapementException e) {
      String message = e.getMessage();
      boolean told = message.startsWith(saved.source());
      throw told ? e : new EscapementException(e.code(), saved.source() + ": " + message, e);
    }
  }

  private static Model make(SavedNetwork saved, NetworkOptions options, ModelSetting setting) {
    LossHead head = new LossHead(saved);
    if (!options.ownLoss()) {
      head.require(setting.loss());
    } else if (head.fileLoss() == null) {
      throw new EscapementException(
          ErrorCode.CONFIG_CONFLICT, "holds no loss of DL4J, so 'ownLoss: true' has none to take");
    }
    GraphNetwork network = tried(saved, setting);
    List<String> reasons = new ArrayList<>();
    if (options.ownLoss()) {
      reasons.add("its own loss was asked for");
    } else if (options.gradients() == Gradients.DL4J) {
      reasons.add("DL4J's gradients were asked for");
    } else {
      GraphConversion conversion = converted(saved, head, network, setting);
      if (conversion != null && conversion.reasons().isEmpty()) {
        return new ConvertedModel(saved, conversion.chain(), head, setting, options.start());
      }
      reasons.addAll(conversion == null ? List.of("sequences as examples") : conversion.reasons());
    }
    requireGradients(saved, reasons);
    return new GraphModel(saved, head, network.tensors(), reasons, options, setting);
  }

  /** The network, after it has answered to one example. */
  private static GraphNetwork tried(SavedNetwork saved, ModelSetting setting) {
    long[] shape;
    GraphNetwork network;
    try {
      network = new GraphNetwork(saved.graph(), setting.inputShape(), DataType.DOUBLE);
      network.load(Nd4j.createFromArray(saved.weights()));
      INDArray outputs = network.outputs(Nd4j.zeros(DataType.DOUBLE, 1, setting.inputs()));
      shape = outputs.shape();
    } catch (EscapementException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          "the network cannot take examples of the shape "
              + setting.inputShape()
              + ": "
              + ModelFiles.reason(e),
          e);
    }
    if (shape.length != 2) {
      throw ModelFiles.unsupported(
          "outputs of " + shape.length + " dimensions, must be one row for each example");
    }
    if (shape[1] != setting.outputs()) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          "the network has " + shape[1] + " outputs, the data have " + setting.outputs());
    }
    return network;
  }

  private static GraphConversion converted(
      SavedNetwork saved, LossHead head, GraphNetwork network, ModelSetting setting) {
    InputLayout layout = InputLayout.of(saved.graph(), setting.inputShape());
    if (layout == InputLayout.SEQUENCES) {
      return null;
    }
    Flow flow =
        layout == InputLayout.ROWS
            ? Flow.features(setting.inputs())
            : Flow.of(InputLayout.image(setting.inputShape()));
    Map<String, Integer> offsets = new HashMap<>();
    for (GraphNetwork.Tensor tensor : network.tensors()) {
      offsets.merge(tensor.layer(), (int) tensor.offset(), Math::min);
    }
    boolean withoutSoftmax = setting.loss() == Loss.CROSS_ENTROPY;
    return new GraphConversion(saved.graph(), saved.weights(), offsets, flow, withoutSoftmax);
  }

  /**
   * DL4J's gradients of batch normalisation are those of the batch, with no H_i of an example, and
   * those of all that lies before a frozen layer are left out.
   */
  private static void requireGradients(SavedNetwork saved, List<String> reasons) {
    saved
        .graph()
        .getVertices()
        .forEach(
            (name, vertex) -> {
              Layer layer = vertex instanceof LayerVertex of ? of.getLayerConf().getLayer() : null;
              if (layer != null && normalizes(layer)) {
                throw onlyConverted("batch normalisation", name, reasons, "");
              }
              if (vertex instanceof FrozenVertex || layer != null && Wrappers.frozen(layer)) {
                throw onlyConverted(
                    "a frozen layer", name, reasons, "; save the network with that layer unfrozen");
              }
            });
  }

  private static EscapementException onlyConverted(
      String what, String name, List<String> reasons, String wayOut) {
    return ModelFiles.unsupported(
        what
            + " ('"
            + name
            + "') can be analysed in networks that are converted as a whole only, and this one is"
            + " not: "
            + String.join(", ", reasons)
            + wayOut);
  }

  static boolean normalizes(Layer layer) {
    return Wrappers.all(layer).anyMatch(BatchNormalization.class::isInstance);
  }
}
