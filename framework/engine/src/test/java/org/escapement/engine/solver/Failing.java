package org.escapement.engine.solver;

import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operator whose images hold a NaN after some good products. */
final class Failing implements LinearOperator {
  private final LinearOperator operator;
  private int good;

  Failing(LinearOperator operator, int good) {
    this.operator = operator;
    this.good = good;
  }

  @Override
  public long dimension() {
    return operator.dimension();
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    operator.apply(v, out);
    if (good-- <= 0) {
      out.putScalar(0, Double.NaN);
    }
  }
}
