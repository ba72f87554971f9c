package org.escapement.testkit.optimizer;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.optimizer.OptimizerFactory;

/** The contract lets a right optimizer pass, closed forms included. */
class HeavyBallContractTest implements OptimizerContract {
  private static final double RATE = 0.5;

  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("heavy-ball", HeavyBall::new);
  }

  @Override
  public Record options() {
    return new TestFactory.Options(RATE);
  }

  @Override
  public Optional<double[]> characteristic(double curvature) {
    double beta = HeavyBall.BETA;
    return Optional.of(new double[] {beta, RATE * curvature - 1 - beta, 1});
  }

  @Override
  public OptionalDouble edge() {
    return OptionalDouble.of(2 * (1 + HeavyBall.BETA) / RATE);
  }
}
