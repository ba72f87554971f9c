package org.escapement.plugin.sgd;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Nesterov's accelerated gradient, u' = βu + ∇f_ξ(x), x' = x − η(βu' + ∇f_ξ(x)), from u = 0: the
 * form of PyTorch's {@code nesterov=True}, whose point is the one at which gradients are taken. At
 * a constant rate ND4J's {@code Nesterovs} takes the same steps.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}, and under a schedule the count of steps.
 */
record NesterovStep(LearningRate learningRate, double momentum, Sampling sampling)
    implements Optimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return learningRate.start(State.empty().with(VELOCITY, x.like()));
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x); // ours: it becomes the next point
    INDArray velocity = state.tensor(VELOCITY).mul(momentum).addi(gradient);
    Nd4j.getBlasWrapper().axpy(momentum, velocity, gradient);
    INDArray next = gradient.muli(-learningRate.at(state)).addi(x);
    return new StepResult(next, learningRate.advance(state).with(VELOCITY, velocity));
  }

  /** In the coordinates (x, w = ηu), with w' put into x': x' = x − β²w − (1 + β)ηg. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    double rate = learningRate.at(state);
    return new Recurrence(
        new double[][] {{1, -momentum * momentum}, {0, momentum}},
        new double[] {(1 + momentum) * rate, -rate},
        new double[] {1, 0},
        Preconditioner.identity(),
        rate);
  }
}
