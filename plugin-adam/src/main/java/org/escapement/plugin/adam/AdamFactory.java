package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.pf4j.Extension;

/** Offers {@code adam}. */
@Extension
public final class AdamFactory implements OptimizerFactory<AdamOptions> {
  @Override
  public String name() {
    return "adam";
  }

  @Override
  public String description() {
    return "Adam (Kingma & Ba 2015) by ND4J's updater";
  }

  @Override
  public Class<AdamOptions> options() {
    return AdamOptions.class;
  }

  @Override
  public Optimizer create(AdamOptions options) {
    return new AdamOptimizer(options);
  }
}
