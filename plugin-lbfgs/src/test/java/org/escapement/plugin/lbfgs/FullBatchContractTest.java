package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

class FullBatchContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new LbfgsFactory();
  }

  @Override
  public Record options() {
    return LbfgsModes.fixedStep(0.5, 4);
  }

  /** Without a previous point and gradient a step takes in no new pair. */
  @Override
  public State held(State state, State rest) {
    return rest.without("point").without("gradient");
  }
}
