package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

class ScheduledGradientDescentContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new GradientDescentFactory();
  }

  @Override
  public Record options() {
    return new GradientDescentOptions(0.5, Schedule.step(4, 10, 0.5));
  }

  /** The linear part is that at one rate, so the count of steps stays where it was. */
  @Override
  public State held(State state, State rest) {
    return state.with("iteration", rest.scalar("iteration"));
  }
}
