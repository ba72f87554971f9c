package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arithmetic on vectors of the length and type of the point, wherever they live. What is written is
 * one of the step's own: from {@link #vector} or {@link VectorObjective#gradient}.
 *
 * @param <V> a vector
 */
public interface Vectors<V> {
  /** A vector with any contents, for the step to write. It belongs to the step as gradients do. */
  V vector();

  /**
   * {@code out_i = factor · a_i}.
   *
   * @param factor a number, not NaN
   * @param out overwritten; may be {@code a}
   * @return {@code out}
   */
  V scale(double factor, V a, V out);

  /**
   * {@code out_i = a_i + factor · b_i}, rounded once or twice.
   *
   * @param factor a number, not NaN
   * @param out overwritten; may be {@code a} or {@code b}
   * @return {@code out}
   */
  V add(V a, double factor, V b, V out);

  /** Arithmetic on arrays, each of whose vectors is a new one. */
  static Vectors<INDArray> ofArrays(INDArray x) {
    return new ArrayVectors(x);
  }
}
