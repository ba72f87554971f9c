package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;

/** Offers one of ND4J's updaters. */
abstract class UpdaterFactory<O extends Record & UpdaterOptions> implements OptimizerFactory<O> {
  private final String name;
  private final String source;
  private final Class<O> options;

  /**
   * @param name the name in config files
   * @param source the method and who described it
   * @param options the record of options
   */
  UpdaterFactory(String name, String source, Class<O> options) {
    this.name = name;
    this.source = source;
    this.options = options;
  }

  /** The method under these options. */
  abstract UpdaterRule rule(O options);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return source + " by ND4J's updater";
  }

  @Override
  public final Class<O> options() {
    return options;
  }

  @Override
  public final Optimizer create(O options) {
    return new UpdaterStep(rule(options), options.batches());
  }
}
