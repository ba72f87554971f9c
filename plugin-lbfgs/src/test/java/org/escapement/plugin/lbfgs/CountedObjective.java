package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts what an optimizer asks for. */
final class CountedObjective implements BatchObjective {
  private final BatchObjective objective;
  private int losses;
  private int gradients;

  CountedObjective(BatchObjective objective) {
    this.objective = objective;
  }

  @Override
  public double loss(INDArray x) {
    losses++;
    return objective.loss(x);
  }

  @Override
  public INDArray gradient(INDArray x) {
    gradients++;
    return objective.gradient(x);
  }

  int losses() {
    return losses;
  }

  int gradients() {
    return gradients;
  }
}
