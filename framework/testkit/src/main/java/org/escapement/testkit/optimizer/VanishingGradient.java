package org.escapement.testkit.optimizer;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss that is zero everywhere. */
final class VanishingGradient implements BatchObjective {
  @Override
  public double loss(INDArray x) {
    return 0;
  }

  @Override
  public INDArray gradient(INDArray x) {
    return x.like();
  }
}
