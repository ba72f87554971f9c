package org.escapement.testkit.optimizer;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gradient with one entry that is no finite number, and a loss to match.
 *
 * @param entry the entry
 */
record BrokenGradient(double entry) implements BatchObjective {
  @Override
  public double loss(INDArray x) {
    return Double.NaN;
  }

  @Override
  public INDArray gradient(INDArray x) {
    return x.dup().putScalar(1, entry);
  }
}
