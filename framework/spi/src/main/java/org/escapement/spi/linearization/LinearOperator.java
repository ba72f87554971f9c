package org.escapement.spi.linearization;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A linear map of vectors that is only ever applied, never written out as a matrix. */
public interface LinearOperator {
  /** The length of its vectors. */
  long dimension();

  /**
   * Computes {@code out = A v}.
   *
   * @param v shape {@code [dimension]}, not written
   * @param out shape {@code [dimension]}, overwritten; not {@code v} itself
   */
  void apply(INDArray v, INDArray out);
}
