package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerPass;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All layers' buffers for a fixed number of rows, and the sweeps through them. Derivatives begin at
 * the first layer with parameters: the layers before it only carry the data forward.
 */
final class NetworkPass implements AutoCloseable {
  private final List<LayerPass> passes = new ArrayList<>();
  private final int first;
  private final LossFunction loss;
  private final INDArray delta;
  private final ExampleRows examples;

  NetworkPass(List<Layer> layers, LossFunction loss, int rows, DataType type, boolean secondOrder) {
    this.loss = loss;
    first = firstWithParameters(layers);
    for (int i = 0; i < layers.size(); i++) {
      passes.add(
          layers
              .get(i)
              .pass(new Layer.PassSetting(rows, type, i <= first, secondOrder && i >= first)));
    }
    delta = Tensors.matrix(type, rows, layers.get(layers.size() - 1).outputs());
    examples = new ExampleRows(rows, type);
  }

  private static int firstWithParameters(List<Layer> layers) {
    int i = 0;
    while (layers.get(i).parameters().isEmpty()) {
      i++;
    }
    return i;
  }

  /** Chooses the examples of the next sweeps: as many as there are rows, {@code from} on. */
  void load(Examples from, Batch batch, int position) {
    examples.load(from, batch, position);
  }

  /** The network's outputs. */
  INDArray forward(INDArray[][] parameters) {
    INDArray rows = examples.features();
    for (int i = 0; i < passes.size(); i++) {
      rows = passes.get(i).forward(parameters[i], rows);
    }
    return rows;
  }

  /** Σ f_i, by a forward sweep alone. */
  double loss(INDArray[][] parameters) {
    return loss.sum(forward(parameters), examples.targets(), delta);
  }

  /**
   * Σ f_i; adds weight · Σ_i ∇f_i to {@code gradient}, which may be null, and leaves what the
   * tangent sweep needs.
   */
  double gradient(INDArray[][] parameters, INDArray[][] gradient, double weight) {
    double sum = loss.delta(forward(parameters), examples.targets(), delta);
    INDArray rows = delta;
    for (int i = passes.size() - 1; i >= first; i--) {
      rows = passes.get(i).backward(parameters[i], rows, of(gradient, i), weight);
    }
    return sum;
  }

  /**
   * Adds weight · Σ_i H_i v to {@code product}, which may be null; needs a gradient sweep before.
   */
  void tangent(
      INDArray[][] parameters, INDArray[][] direction, INDArray[][] product, double weight) {
    INDArray rows = null;
    for (int i = first; i < passes.size(); i++) {
      rows = passes.get(i).tangentForward(parameters[i], direction[i], rows);
    }
    loss.deltaTangent(rows);
    for (int i = passes.size() - 1; i >= first; i--) {
      rows =
          passes.get(i).tangentBackward(parameters[i], direction[i], rows, of(product, i), weight);
    }
  }

  /**
   * Adds weight · Σ_i H_i (H_i v − shift) to {@code product}; needs a tangent sweep along v before.
   */
  void second(INDArray[][] parameters, INDArray[][] shift, INDArray[][] product, double weight) {
    INDArray rows = null;
    for (int i = first; i < passes.size(); i++) {
      rows = passes.get(i).secondForward(parameters[i], of(shift, i), rows);
    }
    loss.deltaTangent(rows);
    for (int i = passes.size() - 1; i >= first; i--) {
      rows = passes.get(i).secondBackward(parameters[i], of(shift, i), rows, product[i], weight);
    }
  }

  /**
   * Adds every vᵀ H_i v to {@code curvature}, shape {@code [rows, 1]}; needs a tangent sweep along
   * v.
   */
  void addCurvature(INDArray[][] direction, INDArray curvature) {
    for (int i = first; i < passes.size(); i++) {
      passes.get(i).addCurvature(direction[i], curvature);
    }
  }

  private static INDArray[] of(INDArray[][] views, int layer) {
    return views == null ? null : views[layer];
  }

  @Override
  public void close() {
    passes.forEach(LayerPass::close);
    Tensors.free(delta);
    examples.close();
  }
}
