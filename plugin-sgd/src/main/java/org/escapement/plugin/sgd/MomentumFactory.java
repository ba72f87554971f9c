package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code momentum}. */
@Extension
public final class MomentumFactory implements OptimizerFactory<MomentumOptions> {
  @Override
  public String name() {
    return "momentum";
  }

  @Override
  public String description() {
    return "gradient descent with momentum, the heavy ball (Polyak 1964)";
  }

  @Override
  public Class<MomentumOptions> options() {
    return MomentumOptions.class;
  }

  @Override
  public Optimizer create(MomentumOptions options) {
    return new HeavyBallStep(options.rate(), options.momentum(), options.batches());
  }
}
