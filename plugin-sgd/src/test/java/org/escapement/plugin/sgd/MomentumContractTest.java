package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class MomentumContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new MomentumFactory();
  }

  @Override
  public Record options() {
    return new MomentumOptions(0.5, 0.8, null, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant());
  }
}
