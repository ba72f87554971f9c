package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Loss;

/**
 * The per-example losses f_i as functions of the outputs F_i, with their first and second
 * derivatives. {@link #delta} chooses the outputs at which the second derivatives ∇²f_i hold.
 */
interface LossFunction extends AutoCloseable {
  /**
   * The derivative of f_i with respect to example i's outputs.
   *
   * @param outputs shape {@code [rows, k]}
   * @param targets shape of {@code outputs}
   * @param delta shape of {@code outputs}, overwritten
   * @return Σ f_i over the rows
   */
  double delta(Tensor outputs, Tensor targets, Tensor delta);

  /** The same without the sum, which a device would have to be waited for. */
  default void derivative(Tensor outputs, Tensor targets, Tensor delta) {
    delta(outputs, targets, delta);
  }

  /** {@code rows_i = ∇²f_i rows_i}: the derivative of {@code delta} along a change of F_i. */
  void deltaTangent(Tensor rows);

  /** {@code rows_i = L_i rows_i} with L_i L_iᵀ = ∇²f_i. */
  void root(Tensor rows);

  /** {@code rows_i = L_iᵀ rows_i}. */
  void rootTranspose(Tensor rows);

  @Override
  default void close() {}

  /**
   * The function of a loss.
   *
   * @param outputs k
   */
  static LossFunction of(Compute compute, Loss loss, long outputs) {
    return switch (loss) {
      case MEAN_SQUARED_ERROR -> new SquaredError(compute, 2.0 / outputs);
      case HALF_SQUARED_ERROR -> new SquaredError(compute, 1);
      case CROSS_ENTROPY -> new SoftmaxCrossEntropy(compute);
    };
  }
}
