package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All layers' buffers for a fixed number of rows, and the sweeps through them and the loss. */
final class NetworkPass implements AutoCloseable {
  private final LayerChain chain;
  private final LossFunction loss;
  private final INDArray delta;
  private final ExampleRows examples;

  NetworkPass(List<Layer> layers, LossFunction loss, int rows, DataType type, boolean secondOrder) {
    this.loss = loss;
    chain = new LayerChain(layers, new Layer.PassSetting(rows, type, true, secondOrder));
    delta = Tensors.matrix(type, rows, layers.get(layers.size() - 1).outputs());
    examples = new ExampleRows(rows, type);
  }

  /** Chooses the examples of the next sweeps: as many as there are rows, {@code from} on. */
  void load(Examples from, Batch batch, int position) {
    examples.load(from, batch, position);
  }

  /** As {@link LayerChain#fix}. */
  void fix(List<ChannelStatistics> statistics) {
    chain.fix(statistics);
  }

  /** The network's outputs. */
  INDArray forward(INDArray[][] parameters) {
    return chain.forward(parameters, examples.features());
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
    chain.backward(parameters, delta, gradient, weight);
    return sum;
  }

  /**
   * Adds weight · Σ_i H_i v to {@code product}, which may be null; needs a gradient sweep before.
   */
  void tangent(
      INDArray[][] parameters, INDArray[][] direction, INDArray[][] product, double weight) {
    INDArray rows = chain.tangentForward(parameters, direction, null);
    loss.deltaTangent(rows);
    chain.tangentBackward(parameters, direction, rows, product, weight);
  }

  /**
   * Adds weight · Σ_i H_i (H_i v − shift) to {@code product}; needs a tangent sweep along v before.
   */
  void second(INDArray[][] parameters, INDArray[][] shift, INDArray[][] product, double weight) {
    INDArray rows = chain.secondForward(parameters, shift, null);
    loss.deltaTangent(rows);
    chain.secondBackward(parameters, shift, rows, product, weight);
  }

  /**
   * Adds every vᵀ H_i v to {@code curvature}, shape {@code [rows, 1]}; needs a tangent sweep along
   * v.
   */
  void addCurvature(INDArray[][] direction, INDArray curvature) {
    chain.addCurvature(direction, curvature);
  }

  @Override
  public void close() {
    chain.close();
    Tensors.free(delta);
    examples.close();
  }
}
