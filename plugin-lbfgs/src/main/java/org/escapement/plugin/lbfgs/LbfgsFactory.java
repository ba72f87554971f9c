package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Sampling;
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
    return "limited-memory BFGS with a fixed step or a strong Wolfe line search";
  }

  @Override
  public Class<LbfgsOptions> options() {
    return LbfgsOptions.class;
  }

  @Override
  public Optimizer create(LbfgsOptions options) {
    Sampling sampling = options.sampling().withBatchSize(options.batchSize());
    return switch (options.lineSearch()) {
      case STRONG_WOLFE -> new LineSearchLbfgs(options.learningRate(), options.memory(), sampling);
      case NONE ->
          sampling.kind() == Sampling.Kind.FULL_BATCH
              ? new FullBatchLbfgs(options.learningRate(), options.memory())
              : new MiniBatchLbfgs(options.learningRate(), options.memory(), sampling);
    };
  }
}
