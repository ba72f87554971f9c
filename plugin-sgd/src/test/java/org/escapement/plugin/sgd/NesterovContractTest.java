package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class NesterovContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new NesterovFactory();
  }

  @Override
  public Record options() {
    return new MomentumOptions(0.5, 0.8, 2, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant());
  }
}
