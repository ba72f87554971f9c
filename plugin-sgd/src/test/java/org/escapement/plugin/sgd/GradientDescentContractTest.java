package org.escapement.plugin.sgd;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.testkit.optimizer.OptimizerContract;

class GradientDescentContractTest implements OptimizerContract {
  /** μ = 1 − ηλ. */
  @Override
  public Optional<double[]> characteristic(double curvature) {
    return Optional.of(new double[] {rate() * curvature - 1, 1});
  }

  @Override
  public OptionalDouble edge() {
    return OptionalDouble.of(2 / rate());
  }

  private double rate() {
    return ((GradientDescentOptions) options()).learningRate();
  }

  @Override
  public OptimizerFactory<?> factory() {
    return new GradientDescentFactory();
  }

  @Override
  public Record options() {
    return new GradientDescentOptions(0.5, Schedule.constant());
  }
}
