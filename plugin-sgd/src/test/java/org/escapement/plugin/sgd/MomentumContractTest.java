package org.escapement.plugin.sgd;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class MomentumContractTest implements OptimizerContract {
  /** μ² − (1 + β − ηλ)μ + β. */
  @Override
  public Optional<double[]> characteristic(double curvature) {
    MomentumOptions own = (MomentumOptions) options();
    double beta = own.momentum();
    return Optional.of(new double[] {beta, own.learningRate() * curvature - 1 - beta, 1});
  }

  @Override
  public OptionalDouble edge() {
    MomentumOptions own = (MomentumOptions) options();
    return OptionalDouble.of(2 * (1 + own.momentum()) / own.learningRate());
  }

  @Override
  public OptimizerFactory<?> factory() {
    return new MomentumFactory();
  }

  @Override
  public Record options() {
    return new MomentumOptions(0.5, 0.8, null, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant());
  }
}
