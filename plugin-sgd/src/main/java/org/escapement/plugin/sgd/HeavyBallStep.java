package org.escapement.plugin.sgd;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Polyak's heavy ball, u' = βu + η ∇f_ξ(x), x' = x − u', from u = 0.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}.
 */
record HeavyBallStep(double learningRate, double momentum, Sampling sampling) implements Optimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return State.empty().with(VELOCITY, x.like());
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x); // ours: it becomes the next point
    INDArray velocity = state.tensor(VELOCITY).mul(momentum).addi(gradient.muli(learningRate));
    return new StepResult(x.sub(velocity, gradient), state.with(VELOCITY, velocity));
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return new Recurrence(
        new double[][] {{1, -momentum}, {0, momentum}},
        new double[] {learningRate, -learningRate},
        new double[] {1, 0},
        Preconditioner.identity(),
        learningRate);
  }
}
