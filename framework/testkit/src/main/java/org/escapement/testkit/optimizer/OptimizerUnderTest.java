package org.escapement.testkit.optimizer;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.plugin.PluginSource;

/**
 * The optimizer that a rule is about: what a test class supplies, or the component of that name in
 * the zip that the test run is on.
 */
public final class OptimizerUnderTest {
  private final OptimizerSubject subject;
  private final PluginSource source;

  OptimizerUnderTest(OptimizerSubject subject, PluginSource source) {
    this.subject = subject;
    this.source = source;
  }

  /** The factory. */
  public OptimizerFactory<?> factory() {
    return source.factory(subject.factory());
  }

  /** The options that the test class asks for. */
  public Record options() {
    return source.options(subject.options(), factory().options());
  }

  /** A new optimizer with {@link #options}. */
  public Optimizer optimizer() {
    return create(options());
  }

  /** A new optimizer with other options of {@link #factory}; the ranges are checked first. */
  public Optimizer create(Record options) {
    return source.create(factory(), options);
  }

  void assertDescribed() {
    source.assertDescribed(factory().name(), factory());
  }

  void assertOwn() {
    source.assertOwn(subject.factory(), factory());
  }
}
