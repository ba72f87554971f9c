package org.escapement.testkit.optimizer;

import org.escapement.spi.optimizer.OptimizerFactory;

/** The contract lets a right optimizer pass. */
class HeavyBallContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("heavy-ball", HeavyBall::new);
  }

  @Override
  public Record options() {
    return new TestFactory.Options(0.5);
  }
}
