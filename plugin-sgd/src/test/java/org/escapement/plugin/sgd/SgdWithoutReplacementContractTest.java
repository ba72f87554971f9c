package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class SgdWithoutReplacementContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new StochasticGradientDescentFactory();
  }

  @Override
  public Record options() {
    return new StochasticGradientDescentOptions(
        0.5, 2, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant());
  }
}
