package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code nesterov}. */
@Extension
public final class NesterovFactory implements OptimizerFactory<MomentumOptions> {
  @Override
  public String name() {
    return "nesterov";
  }

  @Override
  public String description() {
    return "Nesterov's accelerated gradient as PyTorch and ND4J step it";
  }

  @Override
  public Class<MomentumOptions> options() {
    return MomentumOptions.class;
  }

  @Override
  public Optimizer create(MomentumOptions options) {
    return new NesterovStep(options.rate(), options.momentum(), options.batches());
  }
}
