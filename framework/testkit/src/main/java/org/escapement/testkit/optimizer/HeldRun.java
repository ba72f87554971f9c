package org.escapement.testkit.optimizer;

import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** True steps on one batch, with what the linearization holds constant held. */
final class HeldRun {
  private final OptimizerSubject subject;
  private final Optimizer optimizer;
  private final BatchObjective objective;
  private final State rest;
  private INDArray point;
  private State state;

  HeldRun(OptimizerSubject subject, Optimizer optimizer, BatchObjective objective, State rest) {
    this.subject = subject;
    this.optimizer = optimizer;
    this.objective = objective;
    this.rest = rest;
  }

  void startFrom(INDArray start) {
    point = start;
    state = rest;
  }

  INDArray step() {
    StepResult result = optimizer.step(point, subject.held(state, rest), objective);
    point = result.point();
    state = result.state();
    return point;
  }
}
