package org.escapement.plugin.lbfgs;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What BLAS does with vectors. */
final class Vectors {
  private Vectors() {}

  static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().dot(a, b);
  }

  /** {@code y = y + alpha x}. */
  static void addScaled(double alpha, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().axpy(alpha, x, y);
  }
}
