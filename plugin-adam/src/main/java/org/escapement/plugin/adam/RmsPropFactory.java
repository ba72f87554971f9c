package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code rmsprop}. */
@Extension
public final class RmsPropFactory implements OptimizerFactory<RmsPropOptions> {
  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public String description() {
    return "RMSProp (Tieleman & Hinton 2012) by ND4J's updater";
  }

  @Override
  public Class<RmsPropOptions> options() {
    return RmsPropOptions.class;
  }

  @Override
  public Optimizer create(RmsPropOptions options) {
    return new RmsPropOptimizer(options);
  }
}
