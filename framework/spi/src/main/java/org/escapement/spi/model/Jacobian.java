package org.escapement.spi.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * First derivatives of a model's k outputs for every example at one point: matrices J_i of k rows
 * and p columns, never written out. One thread at a time; buffers are freed by {@link #close}.
 */
public interface Jacobian extends AutoCloseable {
  /** What the rows are derivatives of. */
  enum Scaling {
    /** The outputs: J_i = ∂F_i/∂x. */
    OUTPUTS,
    /**
     * The outputs, scaled by the loss so that J_iᵀJ_i is example i's Gauss–Newton matrix: J_i =
     * L_iᵀ ∂F_i/∂x with L_iL_iᵀ = ∇²f_i(F_i). For (c/2)‖F_i − y_i‖² that is √c ∂F_i/∂x.
     */
    LOSS
  }

  /** The number k of rows for each example. */
  int outputs();

  /**
   * Computes J_i v for every example.
   *
   * @param v shape {@code [p]}, not written
   * @param out shape {@code [n, k]}, c order, overwritten
   */
  void product(INDArray v, INDArray out);

  /**
   * Computes Σ_i J_iᵀ u_i.
   *
   * @param u shape {@code [n, k]}, c order, not written
   * @param out shape {@code [p]}, overwritten
   */
  void transposeProduct(INDArray u, INDArray out);

  /**
   * Computes the Gram matrix J Jᵀ of all rows: entry (κn + i, λn + j) is the inner product of row κ
   * of J_i and row λ of J_j. Divided by n its eigenvalues other than zero are, for {@link
   * Scaling#LOSS}, those of the Gauss–Newton matrix. Besides it and the rows of some columns of J
   * nothing is held: no n × p memory.
   *
   * @param out shape {@code [nk, nk]}, c order, overwritten; everything is computed in its type, so
   *     double may be asked for where the model is in float
   */
  void gram(INDArray out);

  /**
   * Computes J_iJ_iᵀ for every example: the blocks that the examples have on the diagonal of {@link
   * #gram}. Their eigenvalues other than zero are, for {@link Scaling#LOSS}, those of the example's
   * Gauss–Newton matrix.
   *
   * @param out shape {@code [n, k, k]}, c order, overwritten
   */
  void exampleGrams(INDArray out);

  @Override
  void close();
}
