package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

class RmsPropContractTest implements OptimizerContract {
  private static final double DECAY = 0.95;

  @Override
  public OptimizerFactory<?> factory() {
    return new RmsPropFactory();
  }

  @Override
  public Record options() {
    return new RmsPropOptions(0.05, DECAY, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  /** v before the decay that the step begins with. */
  @Override
  public State held(State state, State rest) {
    return state.with("squares", rest.tensor("squares").div(DECAY));
  }
}
