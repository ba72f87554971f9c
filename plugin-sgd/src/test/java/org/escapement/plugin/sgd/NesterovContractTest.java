package org.escapement.plugin.sgd;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class NesterovContractTest implements OptimizerContract {
  /** μ² − (1 + β)(1 − ηλ)μ + β(1 − ηλ). */
  @Override
  public Optional<double[]> characteristic(double curvature) {
    MomentumOptions own = (MomentumOptions) options();
    double beta = own.momentum();
    double contraction = 1 - own.learningRate() * curvature;
    return Optional.of(new double[] {beta * contraction, -(1 + beta) * contraction, 1});
  }

  @Override
  public OptionalDouble edge() {
    MomentumOptions own = (MomentumOptions) options();
    double beta = own.momentum();
    return OptionalDouble.of((2 + 2 * beta) / ((1 + 2 * beta) * own.learningRate()));
  }

  @Override
  public OptimizerFactory<?> factory() {
    return new NesterovFactory();
  }

  @Override
  public Record options() {
    return new MomentumOptions(0.5, 0.8, 2, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant());
  }
}
