package org.escapement.plugin.sgd;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − η ∇f_ξ(x), with the batches ξ that the sampling draws. It has no memory beside its place
 * in the schedule of η.
 */
record GradientStep(LearningRate learningRate, Sampling sampling) implements Optimizer {
  @Override
  public State init(INDArray x) {
    return learningRate.start(State.empty());
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x); // ours: it becomes the next point
    gradient.muli(-learningRate.at(state)).addi(x);
    return new StepResult(gradient, learningRate.advance(state));
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.gradientDescent(learningRate.at(state));
  }
}
