package org.escapement.plugin.dl4j;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.escapement.engine.network.Network;
import org.escapement.engine.network.ParameterViews;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Whether a converted network is the one in the file: its outputs and, where DL4J's are of the same
 * function, its gradients on real examples beside DL4J's, in double, at the file's weights and at
 * weights near them. DL4J's gradients of batch normalisation are of another function, by the
 * statistics of the batch; there the outputs alone decide.
 */
final class ConversionCheck {
  /** As a share of the largest output, and of the gradient's length. */
  static final double TOLERANCE = 1e-5;

  private static final int EXAMPLES = 16;

  /** How far the weights near the file's are, as a share of each, and at least. */
  private static final double NEAR = 1e-2;

  private static final double LEAST = 1e-3;

  private final SavedNetwork saved;
  private final Piece chain;
  private final LossHead head;
  private final ModelSetting setting;
  private final boolean normalizes;

  ConversionCheck(SavedNetwork saved, Piece chain, LossHead head, ModelSetting setting) {
    this.saved = saved;
    this.chain = chain;
    this.head = head;
    this.setting = setting;
    normalizes =
        saved.graph().getVertices().values().stream()
            .anyMatch(
                vertex ->
                    vertex instanceof LayerVertex layer
                        && NetworkModels.normalizes(layer.getLayerConf().getLayer()));
  }

  /**
   * Compares on the first examples.
   *
   * @throws EscapementException PLUGIN_CONTRACT if the networks differ
   */
  void require(Examples examples) {
    int count = Math.min(examples.count(), EXAMPLES);
    INDArray features = first(examples.features(), count);
    INDArray targets = first(examples.targets(), count);
    GraphNetwork reference = new GraphNetwork(saved.graph(), setting.inputShape(), DataType.DOUBLE);
    GraphNetwork withLoss =
        normalizes
            ? null
            : new GraphNetwork(
                unfrozen(head.with(setting.loss())), setting.inputShape(), DataType.DOUBLE);
    for (double[] weights : List.of(saved.weights(), near())) {
      INDArray all = Nd4j.createFromArray(weights);
      INDArray x = Nd4j.createFromArray(chain.gathered(weights));
      reference.load(all);
      requireClose("outputs", outputs(x, features), reference.outputs(features), false);
      if (withLoss != null) {
        withLoss.load(all);
        compareGradients(withLoss, x, new Examples(features, targets));
      }
    }
  }

  /** The same function: DL4J has no gradients of what lies before a frozen layer. */
  private static ComputationGraphConfiguration unfrozen(ComputationGraphConfiguration graph) {
    for (GraphVertex vertex : graph.getVertices().values()) {
      if (vertex instanceof LayerVertex of
          && of.getLayerConf().getLayer() instanceof FrozenLayer frozen) {
        frozen.getLayer().setLayerName(frozen.getLayerName());
        of.getLayerConf().setLayer(frozen.getLayer());
      }
    }
    return graph;
  }

  private void compareGradients(GraphNetwork withLoss, INDArray x, Examples examples) {
    Objective objective =
        new Network(
                setting.inputs(),
                chain.layers(),
                setting.loss(),
                DataType.DOUBLE,
                setting.passBytes(),
                Initialization.standard())
            .objective(examples);
    INDArray gradient = x.ulike();
    objective.gradient(x, Batch.all(examples.count()), gradient);
    INDArray all = Nd4j.zeros(DataType.DOUBLE, saved.weights().length);
    withLoss.gradient(examples.features(), examples.targets(), all, 1.0 / examples.count());
    INDArray expected = Nd4j.createFromArray(chain.gathered(all.toDoubleVector()));
    expected.muli(LossHead.share(setting.loss()));
    requireClose("gradients", gradient, expected, true);
  }

  private void requireClose(String what, INDArray ours, INDArray theirs, boolean length) {
    INDArray difference = ours.sub(theirs.reshape(ours.shape()));
    double error =
        length
            ? difference.norm2Number().doubleValue()
            : Transforms.abs(difference).maxNumber().doubleValue();
    double size =
        length
            ? theirs.norm2Number().doubleValue()
            : Transforms.abs(theirs).maxNumber().doubleValue();
    if (!Double.isFinite(size)) {
      throw new EscapementException(
          ErrorCode.NON_FINITE, "the network's " + what + " on the first examples are not finite");
    }
    if (!(error <= TOLERANCE * Math.max(size, TOLERANCE))) {
      throw new EscapementException(
          ErrorCode.PLUGIN_CONTRACT,
          String.format(
              Locale.ROOT,
              "the converted network's %s differ from DL4J's by %.1e of %.1e, more than a share"
                  + " of %.0e; 'gradients: dl4j' does not convert it",
              what,
              error,
              size,
              TOLERANCE));
    }
  }

  /** What the engine's layers answer; probabilities where the file's network gives them. */
  private INDArray outputs(INDArray x, INDArray features) {
    List<Layer> layers = chain.layers();
    Compute compute = ActiveCompute.get();
    int rows = (int) features.size(0);
    Layer.PassSetting pass = new Layer.PassSetting(compute, rows, DataType.DOUBLE, true, false);
    try (LayerChain passes = new LayerChain(layers, pass);
        Tensor flat = compute.upload(x);
        Tensor input = compute.upload(features)) {
      Tensor last = passes.forward(new ParameterViews(layers).of(flat), input);
      double[] entries = new double[(int) last.length()];
      compute.read(last, entries);
      INDArray outputs = Nd4j.createFromArray(entries).reshape('c', rows, last.columns());
      return head.softmax() && setting.loss() == Loss.CROSS_ENTROPY
          ? Transforms.softmax(outputs)
          : outputs;
    }
  }

  private double[] near() {
    double[] weights = saved.weights().clone();
    for (int index : chain.index()) {
      weights[index] += Math.sin(index) * (NEAR * Math.abs(weights[index]) + LEAST);
    }
    return weights;
  }

  private static INDArray first(INDArray rows, int count) {
    return rows.get(NDArrayIndex.interval(0, count), NDArrayIndex.all())
        .castTo(DataType.DOUBLE)
        .dup('c');
  }
}
