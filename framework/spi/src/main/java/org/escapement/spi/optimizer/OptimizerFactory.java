package org.escapement.spi.optimizer;

import org.pf4j.ExtensionPoint;

/**
 * What a plugin offers for each optimizer: a name, its options, and a way to make it. Factories
 * hold no state; the host makes one of each when it loads plugins. Annotate the class with {@code
 * org.pf4j.Extension}.
 *
 * @param <O> the record of options; see {@link org.escapement.spi.option.Option}
 */
public interface OptimizerFactory<O extends Record> extends ExtensionPoint {
  /**
   * The name that config files use and results record: lower case letters, digits and hyphens,
   * starting with a letter, the same for ever.
   */
  String name();

  /** What the optimizer does, in one line. */
  String description();

  /** The record whose components are the options. */
  Class<O> options();

  /** Makes an optimizer; the options have been checked against their ranges. */
  Optimizer create(O options);
}
