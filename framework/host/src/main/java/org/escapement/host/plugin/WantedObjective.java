package org.escapement.host.plugin;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The objective that an optimizer is given. On a thread that was given up it ends the call instead
 * of computing: the buffers behind it may have been freed, or be another optimizer's by then.
 *
 * @param objective that computes
 */
record WantedObjective(BatchObjective objective) implements BatchObjective {
  @Override
  public double loss(INDArray x) {
    SupervisedThread.requirePresentWanted();
    return objective.loss(x);
  }

  @Override
  public INDArray gradient(INDArray x) {
    SupervisedThread.requirePresentWanted();
    return objective.gradient(x);
  }
}
