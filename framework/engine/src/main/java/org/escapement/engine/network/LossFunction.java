package org.escapement.engine.network;

import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

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
  double delta(INDArray outputs, INDArray targets, INDArray delta);

  /** {@code rows_i = ∇²f_i rows_i}: the derivative of {@code delta} along a change of F_i. */
  void deltaTangent(INDArray rows);

  /** {@code rows_i = L_i rows_i} with L_i L_iᵀ = ∇²f_i. */
  void root(INDArray rows);

  /** {@code rows_i = L_iᵀ rows_i}. */
  void rootTranspose(INDArray rows);

  @Override
  default void close() {}

  /**
   * The function of a loss.
   *
   * @param outputs k
   */
  static LossFunction of(Loss loss, long outputs) {
    return switch (loss) {
      case MEAN_SQUARED_ERROR -> new SquaredError(2.0 / outputs);
      case HALF_SQUARED_ERROR -> new SquaredError(1);
      case CROSS_ENTROPY -> new SoftmaxCrossEntropy();
    };
  }
}
