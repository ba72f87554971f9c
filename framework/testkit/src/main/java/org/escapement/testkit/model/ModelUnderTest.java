package org.escapement.testkit.model;

import java.util.List;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.testkit.plugin.PluginSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The model that a rule is about: what a test class supplies, or the component of that name in the
 * zip that the test run is on.
 */
public final class ModelUnderTest {
  private final ModelSubject subject;
  private final PluginSource source;

  ModelUnderTest(ModelSubject subject, PluginSource source) {
    this.subject = subject;
    this.source = source;
  }

  /** The factory. */
  public ModelFactory<?> factory() {
    return source.factory(subject.factory());
  }

  /** The options that the test class asks for. */
  public Record options() {
    return source.options(subject.options(), factory().options());
  }

  /** The examples that the test class supplies; none where the model brings its own. */
  public Examples examples(DataType precision) {
    return subject.examples(precision);
  }

  /** A new model with {@link #options}. */
  public Model model(DataType precision) {
    return create(options(), precision);
  }

  /** A new model with other options of {@link #factory}; the ranges are checked first. */
  public Model create(Record options, DataType precision) {
    ModelFactory<?> factory = factory();
    ModelSetting setting =
        factory.needsData()
            ? new ModelSetting(
                subject.inputShape(), subject.outputs(), Loss.MEAN_SQUARED_ERROR, precision)
            : new ModelSetting(List.of(), 0, Loss.MEAN_SQUARED_ERROR, precision);
    return source.create(factory, options, setting);
  }

  void assertDescribed() {
    source.assertDescribed(factory().name(), factory());
  }

  void assertOwn() {
    source.assertOwn(subject.factory(), factory());
  }
}
