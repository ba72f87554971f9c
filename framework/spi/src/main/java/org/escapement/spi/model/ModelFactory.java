package org.escapement.spi.model;

import org.pf4j.ExtensionPoint;

/**
 * What a plugin offers for each model: a name, its options, and a way to make it for given data.
 * Annotate the class with {@code org.pf4j.Extension}.
 *
 * @param <O> the record of options; see {@link org.escapement.spi.option.Option}
 */
public interface ModelFactory<O extends Record> extends ExtensionPoint {
  /**
   * The name that config files use and results record: lower case letters, digits and hyphens,
   * starting with a letter, the same for ever.
   */
  String name();

  /** What the model is, in one line. */
  String description();

  /** The record whose components are the options. */
  Class<O> options();

  /** Whether the model is fitted to a data set; a problem that brings its own examples is not. */
  boolean needsData();

  /** Makes the model; the options have been checked against their ranges. */
  Model create(O options, ModelSetting setting);
}
