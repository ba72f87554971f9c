package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class GradientDescentContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new GradientDescentFactory();
  }

  @Override
  public Record options() {
    return new GradientDescentOptions(0.5, Schedule.constant());
  }
}
