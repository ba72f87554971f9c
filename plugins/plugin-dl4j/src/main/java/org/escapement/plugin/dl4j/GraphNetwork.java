package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network as DL4J computes it. Points are DL4J's own flat vector of all parameters. */
final class GraphNetwork {
  private static final Map<String, INDArray> NONE = Map.of();

  private final ComputationGraph network;
  private final InputLayout layout;
  private final List<Long> inputShape;
  private final DataType precision;

  /**
   * @param graph one input, one output, for the outputs or with a loss; copied
   * @param inputShape of an example
   * @param precision of all arithmetic
   */
  GraphNetwork(ComputationGraphConfiguration graph, List<Long> inputShape, DataType precision) {
    this(initialized(graph, precision), InputLayout.of(graph, inputShape), inputShape, precision);
  }

  private GraphNetwork(
      ComputationGraph network, InputLayout layout, List<Long> inputShape, DataType precision) {
    this.network = network;
    this.layout = layout;
    this.inputShape = inputShape;
    this.precision = precision;
  }

  private static ComputationGraph initialized(
      ComputationGraphConfiguration graph, DataType precision) {
    ComputationGraphConfiguration copy = graph.clone();
    copy.setDataType(precision);
    copy.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    copy.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    ComputationGraph network = new ComputationGraph(copy);
    network.init(Nd4j.create(precision, 1, countParameters(graph)), false);
    network.initGradientsView();
    return network;
  }

  /**
   * The number of parameters of all vertices.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MALFORMED if it is no sensible number
   */
  static long countParameters(ComputationGraphConfiguration graph) {
    long count = 0;
    for (GraphVertex vertex : graph.getVertices().values()) {
      long own = vertex.numParams(true);
      count += own;
      if (own < 0 || count < 0) {
        throw ModelFiles.malformed("a layer with a negative number of parameters");
      }
    }
    if (count == 0) {
      throw ModelFiles.unsupported("a network without parameters");
    }
    ModelFiles.requireMemory(count);
    return count;
  }

  /** A parameter tensor within the flat vector, in DL4J's shape and order. */
  record Tensor(String layer, String name, long offset, List<Long> shape, char order) {}

  /** All tensors, by their places. */
  List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>();
    long start = network.params().offset();
    for (var vertex : network.getVertices()) {
      String name = vertex.getVertexName();
      Map<String, INDArray> own = vertex.paramTable(false);
      for (Map.Entry<String, INDArray> entry : (own == null ? NONE : own).entrySet()) {
        INDArray view = entry.getValue();
        List<Long> shape = new ArrayList<>();
        for (long size : view.shape()) {
          shape.add(size);
        }
        tensors.add(
            new Tensor(name, entry.getKey(), view.offset() - start, shape, view.ordering()));
      }
    }
    tensors.sort(Comparator.comparingLong(Tensor::offset));
    return tensors;
  }

  /** Sets all parameters. */
  void load(INDArray x) {
    network.params().assign(x.reshape(1, x.length()));
  }

  /**
   * The outputs as the network answers, with its last activation.
   *
   * @param rows shape {@code [n, inputs]}
   */
  INDArray outputs(INDArray rows) {
    return network.output(false, arranged(rows))[0];
  }

  /**
   * The mean loss over the rows and its gradient.
   *
   * @param out shape {@code [p]}, to which {@code weight} times the sum of the rows' gradients is
   *     added; null for the loss alone
   * @return the sum of the rows' losses
   */
  double gradient(INDArray rows, INDArray targets, INDArray out, double weight) {
    network.setInputs(arranged(rows));
    network.setLabels(targets.castTo(precision).dup('c'));
    network.computeGradientAndScore();
    double loss = network.score() * rows.size(0);
    if (out != null) {
      // DL4J divides by the size of the batch only when it updates
      out.addi(network.getFlattenedGradients().reshape(out.length()).mul(weight));
    }
    network.clear();
    return loss;
  }

  private INDArray arranged(INDArray rows) {
    return layout.arrange(rows.castTo(precision).dup('c'), inputShape);
  }

  /** A point drawn as the layers' own initialisations say. */
  static INDArray random(
      ComputationGraphConfiguration graph, DataType precision, RandomGenerator random) {
    ComputationGraphConfiguration copy = graph.clone();
    copy.setDataType(precision);
    long seed = random.nextLong() >>> 1;
    copy.getDefaultConfiguration().setSeed(seed);
    copy.getVertices()
        .values()
        .forEach(
            vertex -> {
              if (vertex instanceof LayerVertex layer) {
                layer.getLayerConf().setSeed(seed);
              }
            });
    ComputationGraph network = new ComputationGraph(copy);
    network.init();
    return network.params().reshape(network.params().length());
  }
}
