package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code lbfgs}. */
@Extension
public final class LbfgsFactory implements OptimizerFactory<LbfgsOptions> {
  @Override
  public String name() {
    return "lbfgs";
  }

  @Override
  public String description() {
    return "limited-memory BFGS with a fixed step, full batch";
  }

  @Override
  public Class<LbfgsOptions> options() {
    return LbfgsOptions.class;
  }

  @Override
  public Optimizer create(LbfgsOptions options) {
    return new LbfgsOptimizer(options);
  }
}
