package org.escapement.testkit.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Remembers the arrays that a step was lent. */
final class LentGradients implements BatchObjective {
  private final BatchObjective objective;
  private final List<INDArray> lent = new ArrayList<>();

  LentGradients(BatchObjective objective) {
    this.objective = objective;
  }

  @Override
  public double loss(INDArray x) {
    return objective.loss(x);
  }

  @Override
  public INDArray gradient(INDArray x) {
    INDArray gradient = objective.gradient(x);
    lent.add(gradient);
    return gradient;
  }

  List<INDArray> lent() {
    return lent;
  }
}
