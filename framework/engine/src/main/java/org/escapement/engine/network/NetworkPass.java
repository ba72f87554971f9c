package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.ExampleGradients;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/** All layers' buffers for a fixed number of rows, and the sweeps through them and the loss. */
final class NetworkPass implements AutoCloseable {
  private final Compute compute;
  private final LayerChain chain;
  private final LossFunction loss;
  private final Tensor delta;
  private final ExampleRows examples;
  private final int rows;

  NetworkPass(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      int rows,
      DataType type,
      boolean secondOrder) {
    this.compute = compute;
    long outputs = layers.get(layers.size() - 1).outputs();
    this.loss = LossFunction.of(compute, loss, outputs);
    delta = compute.zeros(type, rows, outputs);
    try {
      chain = new LayerChain(layers, new Layer.PassSetting(compute, rows, type, true, secondOrder));
    } catch (RuntimeException failure) {
      delta.close();
      throw failure;
    }
    examples = new ExampleRows(compute, rows);
    this.rows = rows;
  }

  /** The number of examples in it. */
  int rows() {
    return rows;
  }

  /** Chooses the examples of the next sweeps: as many as there are rows, {@code from} on. */
  void load(ExampleTensors from, Batch batch, int position) {
    examples.load(from, batch, position);
  }

  /** As {@link LayerChain#fix}. */
  void fix(List<ChannelStatistics> statistics) {
    chain.fix(statistics);
  }

  /** The network's outputs. */
  Tensor forward(Tensor[][] parameters) {
    return chain.forward(parameters, examples.features());
  }

  /** Σ f_i, by a forward sweep alone. */
  double loss(Tensor[][] parameters) {
    return loss.delta(forward(parameters), examples.targets(), delta);
  }

  /** Σ f_i; adds weight · Σ_i ∇f_i to {@code gradient}. */
  double gradient(Tensor[][] parameters, Tensor[][] gradient, double weight) {
    double sum = loss.delta(forward(parameters), examples.targets(), delta);
    chain.backward(parameters, delta, gradient, weight);
    return sum;
  }

  /**
   * Leaves what the tangent sweep needs.
   *
   * @param residuals whether the residuals count: without them (δ = 0 at the outputs) second
   *     derivatives are their Gauss–Newton part J_iᵀ ∇²f_i J_i
   */
  void linearize(Tensor[][] parameters, boolean residuals) {
    loss.derivative(forward(parameters), examples.targets(), delta);
    if (!residuals) {
      compute.fill(delta, 0);
    }
    chain.backward(parameters, delta, null, 0);
  }

  /** Adds weight · Σ_i H_i v to {@code product}, which may be null; needs {@link #linearize}. */
  void tangent(Tensor[][] parameters, Tensor[][] direction, Tensor[][] product, double weight) {
    Tensor rows = chain.tangentForward(parameters, direction, null);
    loss.deltaTangent(rows);
    chain.tangentBackward(parameters, direction, rows, product, weight);
  }

  /** The outputs' derivatives along v; needs {@link #linearize}. */
  Tensor outputTangent(Tensor[][] parameters, Tensor[][] direction) {
    return chain.tangentForward(parameters, direction, null);
  }

  /** {@code rows_i = L_iᵀ rows_i} with L_iL_iᵀ the loss's second derivative. */
  void rootTranspose(Tensor rows) {
    loss.rootTranspose(rows);
  }

  /**
   * A gradient sweep from given derivatives at the outputs; needs {@link #linearize}.
   *
   * @param rows shape {@code [rows, k]}, not written
   * @param rooted whether they are multiplied by L_i first
   * @param sum where the parameters' gradients are added; null to add nothing
   */
  void pullBack(Tensor[][] parameters, Tensor rows, boolean rooted, Tensor[][] sum) {
    compute.copy(rows, delta);
    if (rooted) {
      loss.root(delta);
    }
    chain.backward(parameters, delta, sum, 1);
  }

  /** The gradients of single examples that the last gradient sweep left. */
  List<ExampleGradients> exampleGradients() {
    return chain.exampleGradients();
  }

  /**
   * Adds weight · Σ_i H_i (H_i v − shift) to {@code product}; needs a tangent sweep along v before.
   */
  void second(Tensor[][] parameters, Tensor[][] shift, Tensor[][] product, double weight) {
    Tensor rows = chain.secondForward(parameters, shift, null);
    loss.deltaTangent(rows);
    chain.secondBackward(parameters, shift, rows, product, weight);
  }

  /**
   * Adds every vᵀ H_i v to {@code curvature}, shape {@code [rows, 1]}; needs a tangent sweep along
   * v.
   */
  void addCurvature(Tensor[][] direction, Tensor curvature) {
    chain.addCurvature(direction, curvature);
  }

  @Override
  public void close() {
    chain.close();
    loss.close();
    Tensor.close(delta);
    examples.close();
  }
}
