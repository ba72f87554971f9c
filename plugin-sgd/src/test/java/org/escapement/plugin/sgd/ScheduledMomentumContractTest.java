package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

class ScheduledMomentumContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new MomentumFactory();
  }

  @Override
  public Record options() {
    return new MomentumOptions(
        0.5, 0.8, 2, BatchLaw.WITHOUT_REPLACEMENT, Schedule.cosine(4, 40, 0.1));
  }

  /** The linear part is that at one rate, so the count of steps stays where it was. */
  @Override
  public State held(State state, State rest) {
    return state.with("iteration", rest.scalar("iteration"));
  }
}
