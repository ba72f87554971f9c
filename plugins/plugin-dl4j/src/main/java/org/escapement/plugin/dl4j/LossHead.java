package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * The end of a network: what the file's loss is, whether it is the config's, and the same network
 * with the config's loss in its place.
 */
final class LossHead {
  private static final String APPENDED = "escapement-loss";

  /** What a file's loss corresponds to. */
  enum Kind {
    /** A squared error, up to its scale. */
    SQUARED_ERROR,
    /** The cross-entropy of softmax outputs. */
    CROSS_ENTROPY,
    /** The file has none. */
    NONE,
    /** None of the config's. */
    OTHER
  }

  private final ComputationGraphConfiguration graph;
  private final String output;
  private final String kerasLoss;
  private final Layer last;

  /**
   * Of a network with one output.
   *
   * @throws EscapementException MODEL_UNSUPPORTED if its last layer has a loss of a shape of its
   *     own
   */
  LossHead(SavedNetwork saved) {
    graph = saved.graph();
    kerasLoss = saved.kerasLoss();
    output = graph.getNetworkOutputs().get(0);
    last =
        graph.getVertices().get(output) instanceof LayerVertex vertex
            ? vertex.getLayerConf().getLayer()
            : null;
    boolean plain = last instanceof OutputLayer || last instanceof LossLayer;
    if (last != null && !plain && last.getClass().getSimpleName().matches(".*(Output|Loss)Layer")) {
      throw ModelFiles.unsupported(
          "layer '"
              + output
              + "' is a "
              + last.getClass().getSimpleName()
              + ", must be an OutputLayer, a LossLayer or a layer without loss");
    }
  }

  /** The file's loss, or null. */
  ILossFunction fileLoss() {
    if (last instanceof OutputLayer layer) {
      return layer.getLossFn();
    }
    return last instanceof LossLayer layer ? layer.getLossFn() : null;
  }

  /** Whether the outputs are softmax probabilities. */
  boolean softmax() {
    return last instanceof BaseLayer layer && layer.getActivationFn() instanceof ActivationSoftmax
        || last instanceof ActivationLayer only
            && only.getActivationFn() instanceof ActivationSoftmax;
  }

  Kind kind() {
    ILossFunction loss = fileLoss();
    if (loss == null) {
      return kerasLoss == null ? Kind.NONE : kerasKind();
    }
    if (loss.getClass() == LossMSE.class || loss.getClass() == LossL2.class) {
      return ((LossL2) loss).getWeights() == null ? Kind.SQUARED_ERROR : Kind.OTHER;
    }
    boolean entropy =
        loss.getClass() == LossMCXENT.class || loss.getClass() == LossNegativeLogLikelihood.class;
    return entropy && softmax() && ((LossMCXENT) loss).getWeights() == null
        ? Kind.CROSS_ENTROPY
        : Kind.OTHER;
  }

  private Kind kerasKind() {
    return switch (kerasLoss) {
      case "mse", "mean_squared_error", "MeanSquaredError" -> Kind.SQUARED_ERROR;
      case "categorical_crossentropy",
          "CategoricalCrossentropy",
          "sparse_categorical_crossentropy",
          "SparseCategoricalCrossentropy" ->
          softmax() ? Kind.CROSS_ENTROPY : Kind.OTHER;
      case "CategoricalCrossentropy of logits", "SparseCategoricalCrossentropy of logits" ->
          softmax() ? Kind.OTHER : Kind.CROSS_ENTROPY;
      default -> Kind.OTHER;
    };
  }

  /**
   * Checks that the config's loss is the file's.
   *
   * @throws EscapementException CONFIG_CONFLICT if not
   */
  void require(Loss loss) {
    boolean entropy = loss == Loss.CROSS_ENTROPY;
    String problem =
        switch (kind()) {
          case SQUARED_ERROR ->
              entropy
                  ? "set 'loss: "
                      + Loss.MEAN_SQUARED_ERROR
                      + "' or '"
                      + Loss.HALF_SQUARED_ERROR
                      + "'"
                  : null;
          case CROSS_ENTROPY -> entropy ? null : "set 'loss: " + Loss.CROSS_ENTROPY + "'";
          case NONE -> null;
          case OTHER ->
              "the file's is no squared error and no cross-entropy of softmax outputs"
                  + (fileLoss() == null ? "" : "; 'ownLoss: true' takes it as it is");
        };
    if (problem != null) {
      throw new EscapementException(
          ErrorCode.CONFIG_CONFLICT,
          "the file's loss is "
              + (fileLoss() == null ? kerasLoss : fileLoss().toString())
              + ", the config has "
              + loss
              + "; "
              + problem);
    }
  }

  /** What the config's loss is of the one that {@link #with} puts in its place. */
  static double share(Loss loss) {
    return loss == Loss.HALF_SQUARED_ERROR ? 0.5 : 1;
  }

  /**
   * The network with a loss that DL4J computes: the config's, but for half a sum of squares the
   * sum.
   */
  ComputationGraphConfiguration with(Loss loss) {
    boolean entropy = loss == Loss.CROSS_ENTROPY;
    ILossFunction function =
        entropy
            ? new LossMCXENT(0, null)
            : loss == Loss.MEAN_SQUARED_ERROR ? new LossMSE() : new LossL2();
    ComputationGraphConfiguration copy = graph.clone();
    GraphVertex vertex = copy.getVertices().get(output);
    if (last instanceof OutputLayer || last instanceof LossLayer) {
      BaseLayer layer = (BaseLayer) ((LayerVertex) vertex).getLayerConf().getLayer();
      setLoss(layer, function);
      if (entropy) {
        layer.setActivationFn(new ActivationSoftmax());
      }
    } else if (last != null
        && last.getClass() == DenseLayer.class
        && !((DenseLayer) last).hasLayerNorm()
        && (softmax() || !entropy)) {
      replace(copy, (LayerVertex) vertex, outputLayer((DenseLayer) last, function));
    } else if (last instanceof ActivationLayer && softmax()) {
      replace(copy, (LayerVertex) vertex, lossLayer(function, new ActivationSoftmax()));
    } else {
      IActivation activation = entropy ? new ActivationSoftmax() : new ActivationIdentity();
      append(copy, lossLayer(function, activation));
    }
    return copy;
  }

  private static void setLoss(BaseLayer layer, ILossFunction function) {
    if (layer instanceof OutputLayer end) {
      end.setLossFn(function);
    } else {
      ((LossLayer) layer).setLossFn(function);
    }
  }

  private static OutputLayer outputLayer(DenseLayer dense, ILossFunction function) {
    OutputLayer layer =
        new OutputLayer.Builder(function)
            .name(dense.getLayerName())
            .nIn(dense.getNIn())
            .nOut(dense.getNOut())
            .activation(dense.getActivationFn())
            .hasBias(dense.hasBias())
            .build();
    layer.setWeightInitFn(dense.getWeightInitFn());
    layer.setBiasInit(dense.getBiasInit());
    layer.setIUpdater(new NoOp());
    return layer;
  }

  private static LossLayer lossLayer(ILossFunction function, IActivation activation) {
    LossLayer layer = new LossLayer.Builder(function).activation(activation).build();
    layer.setLayerName(APPENDED);
    layer.setIUpdater(new NoOp());
    return layer;
  }

  private void replace(ComputationGraphConfiguration copy, LayerVertex vertex, Layer layer) {
    NeuralNetConfiguration configuration = vertex.getLayerConf().clone();
    layer.setLayerName(last.getLayerName());
    configuration.setLayer(layer);
    copy.getVertices().put(output, new LayerVertex(configuration, vertex.getPreProcessor()));
  }

  private void append(ComputationGraphConfiguration copy, Layer layer) {
    NeuralNetConfiguration configuration = copy.getDefaultConfiguration().clone();
    configuration.setLayer(layer);
    copy.getVertices().put(APPENDED, new LayerVertex(configuration, null));
    copy.getVertexInputs().put(APPENDED, List.of(output));
    copy.setNetworkOutputs(List.of(APPENDED));
    if (copy.getTopologicalOrder() != null) {
      int[] order = copy.getTopologicalOrder();
      int[] longer = Arrays.copyOf(order, order.length + 1);
      longer[order.length] = order.length;
      List<String> names = new ArrayList<>(copy.getTopologicalOrderStr());
      names.add(APPENDED);
      copy.setTopologicalOrder(longer);
      copy.setTopologicalOrderStr(names);
    }
  }
}
