package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Sampling;
import org.pf4j.Extension;

/** Offers {@code gd}. */
@Extension
public final class GradientDescentFactory implements OptimizerFactory<GradientDescentOptions> {
  @Override
  public String name() {
    return "gd";
  }

  @Override
  public String description() {
    return "gradient descent on the full batch";
  }

  @Override
  public Class<GradientDescentOptions> options() {
    return GradientDescentOptions.class;
  }

  @Override
  public Optimizer create(GradientDescentOptions options) {
    return new GradientStep(options.rate(), Sampling.fullBatch());
  }
}
