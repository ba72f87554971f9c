package org.escapement.lab.training;

import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps old points and gradients in its state and returns its results in every way that is allowed:
 * in a gradient's array, in the point's own, in a tensor of the state, in a new array.
 */
final class Hoarder implements Optimizer {
  private static final double RATE = 0.2;

  @Override
  public Sampling sampling() {
    return Sampling.withoutReplacement(2);
  }

  @Override
  public State init(INDArray x) {
    return State.empty()
        .with("oldest", x.dup())
        .with("older", x.dup())
        .with("gradient", x.mul(0))
        .with("count", 0);
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    double count = state.scalar("count");
    INDArray gradient = objective.gradient(x);
    INDArray mean = state.tensor("oldest").add(state.tensor("older")).addi(x).divi(3);
    INDArray elsewhere = objective.gradient(mean);
    INDArray update = gradient.mul(RATE).addi(elsewhere.mul(RATE / 2));
    update.addi(state.tensor("gradient").mul(RATE / 4));
    State shifted =
        state.with("oldest", state.tensor("older")).with("older", x).with("count", count + 1);
    return switch ((int) (count % 5)) {
      case 0 -> // the point in one lent array, the other kept
          new StepResult(elsewhere.assign(x.sub(update)), shifted.with("gradient", gradient));
      case 1 -> // a new point, and one lent array under two names
          new StepResult(
              x.sub(update), shifted.with("gradient", elsewhere).with("again", elsewhere));
      case 2 -> // the point is also a tensor of the state
          new StepResult(gradient.assign(x.sub(update)), shifted.with("again", gradient));
      case 3 -> // back to a point that the state holds
          new StepResult(
              state.tensor("older"), shifted.without("again").with("gradient", gradient));
      default -> // stays: the very same array
          new StepResult(x, shifted.with("gradient", elsewhere));
    };
  }
}
