package org.escapement.lab.problem;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** x' = x − ηg. */
public record Descent(double rate, Sampling sampling) implements Optimizer {
  /** On the full batch. */
  public static Descent full(double rate) {
    return new Descent(rate, Sampling.fullBatch());
  }

  /** On batches of distinct examples. */
  public static Descent batches(double rate, int size) {
    return new Descent(rate, Sampling.withoutReplacement(size));
  }

  @Override
  public State init(INDArray x) {
    return State.empty();
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    return new StepResult(objective.gradient(x).muli(-rate).addi(x), state);
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.gradientDescent(rate);
  }
}
