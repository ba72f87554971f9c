package org.escapement.testkit.optimizer;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** u' = βu + ηg, x' = x − u', done right; mutants override one thing and do it wrong. */
class HeavyBall implements Optimizer {
  static final double BETA = 0.8;
  static final String VELOCITY = "velocity";

  final double rate;

  HeavyBall(double rate) {
    this.rate = rate;
  }

  @Override
  public State init(INDArray x) {
    return State.empty().with(VELOCITY, x.ulike().assign(0));
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray velocity = objective.gradient(x).muli(rate);
    velocity.addi(state.tensor(VELOCITY).mul(BETA));
    return new StepResult(x.sub(velocity), state.with(VELOCITY, velocity));
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return new Recurrence(
        new double[][] {{1, -BETA}, {0, BETA}},
        new double[] {rate, -rate},
        new double[] {1, 0},
        Preconditioner.identity(),
        rate);
  }
}
