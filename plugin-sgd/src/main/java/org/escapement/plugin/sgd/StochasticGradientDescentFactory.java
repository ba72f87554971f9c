package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code sgd}. */
@Extension
public final class StochasticGradientDescentFactory
    implements OptimizerFactory<StochasticGradientDescentOptions> {
  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public String description() {
    return "stochastic gradient descent on mini-batches";
  }

  @Override
  public Class<StochasticGradientDescentOptions> options() {
    return StochasticGradientDescentOptions.class;
  }

  @Override
  public Optimizer create(StochasticGradientDescentOptions options) {
    return new GradientStep(options.rate(), options.batches());
  }
}
