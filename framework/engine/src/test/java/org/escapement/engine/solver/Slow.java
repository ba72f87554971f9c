package org.escapement.engine.solver;

import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operator that takes its time. */
record Slow(LinearOperator operator, long milliseconds) implements LinearOperator {
  @Override
  public long dimension() {
    return operator.dimension();
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    operator.apply(v, out);
  }
}
