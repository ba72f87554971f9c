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
import org.nd4j.linalg.factory.Nd4j;

/**
 * Nesterov's accelerated gradient, u' = βu + η ∇f_ξ(x), x' = x − (βu' + η ∇f_ξ(x)), from u = 0: the
 * form of PyTorch's {@code nesterov=True} and of ND4J's {@code Nesterovs}, whose point is the one
 * at which gradients are taken.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}.
 */
record NesterovStep(double learningRate, double momentum, Sampling sampling) implements Optimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return State.empty().with(VELOCITY, x.like());
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x); // ours: it becomes the next point
    INDArray velocity = state.tensor(VELOCITY).mul(momentum).addi(gradient.muli(learningRate));
    INDArray next = gradient.rsubi(x);
    Nd4j.getBlasWrapper().axpy(-momentum, velocity, next);
    return new StepResult(next, state.with(VELOCITY, velocity));
  }

  /** With u' put into x': x' = x − β²u − (1 + β)ηg. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    return new Recurrence(
        new double[][] {{1, -momentum * momentum}, {0, momentum}},
        new double[] {(1 + momentum) * learningRate, -learningRate},
        new double[] {1, 0},
        Preconditioner.identity(),
        learningRate);
  }
}
