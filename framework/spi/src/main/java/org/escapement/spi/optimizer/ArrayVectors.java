package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arithmetic on arrays of the shape and type of one of them. */
record ArrayVectors(INDArray x) implements Vectors<INDArray> {
  @Override
  public INDArray vector() {
    return x.ulike();
  }

  @Override
  public INDArray scale(double factor, INDArray a, INDArray out) {
    return a.mul(factor, out);
  }

  @Override
  public INDArray add(INDArray a, double factor, INDArray b, INDArray out) {
    if (out == a) {
      Nd4j.getBlasWrapper().axpy(factor, b, out);
      return out;
    }
    return b.mul(factor, out).addi(a);
  }
}
