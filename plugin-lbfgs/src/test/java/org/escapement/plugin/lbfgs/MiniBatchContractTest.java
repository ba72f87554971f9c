package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

class MiniBatchContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new LbfgsFactory();
  }

  @Override
  public Record options() {
    return LbfgsModes.fixedStep(0.5, 4, 2);
  }

  /** The pairs are all that a state holds. */
  @Override
  public State held(State state, State rest) {
    return rest;
  }
}
