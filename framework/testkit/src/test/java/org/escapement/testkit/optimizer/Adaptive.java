package org.escapement.testkit.optimizer;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * v' = βv + (1−β)g², x' = x − ηg/(√v' + ε), done right, with its contract; mutants override one
 * thing and do it wrong.
 */
class Adaptive implements Optimizer, OptimizerContract {
  static final double BETA = 0.9;
  static final double EPSILON = 1e-6;
  private static final double RATE = 0.05;
  private static final String SQUARES = "squares";

  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("adaptive", rate -> this);
  }

  @Override
  public Record options() {
    return new TestFactory.Options(RATE);
  }

  /** v before the decay that the step begins with. */
  @Override
  public State held(State state, State rest) {
    return state.with(SQUARES, rest.tensor(SQUARES).div(BETA));
  }

  @Override
  public State init(INDArray x) {
    return State.empty().with(SQUARES, x.like());
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x);
    INDArray squares = state.tensor(SQUARES).mul(BETA).addi(gradient.mul(gradient).muli(1 - BETA));
    INDArray update = gradient.mul(inverse(squares)).muli(RATE);
    return new StepResult(x.sub(update), state.with(SQUARES, squares));
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.preconditioned(RATE, preconditioner(inverse(state.tensor(SQUARES))));
  }

  Preconditioner preconditioner(INDArray diagonal) {
    return Preconditioner.adaptive(diagonal, new AtRest(1 / Math.sqrt(BETA), 1 / EPSILON));
  }

  private static INDArray inverse(INDArray squares) {
    return Transforms.sqrt(squares, true).addi(EPSILON).rdivi(1);
  }
}
