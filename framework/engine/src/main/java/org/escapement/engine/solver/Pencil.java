package org.escapement.engine.solver;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Two symmetric operators that are applied together, because they share work. */
public interface Pencil {
  /** The length of vectors. */
  long dimension();

  /**
   * Computes {@code a = A v} and {@code b = B v}.
   *
   * @param v not written
   * @param a overwritten
   * @param b overwritten
   */
  void apply(INDArray v, INDArray a, INDArray b);
}
