package org.escapement.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.host.plugin.PluginProject;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.option.OptionSchema;

/** The plugin as its project's class path has it. */
final class ProjectClasses implements PluginSource {
  @Override
  public OptimizerFactory<?> factory(OptimizerFactory<?> supplied) {
    return supplied;
  }

  @Override
  public ModelFactory<?> factory(ModelFactory<?> supplied) {
    return supplied;
  }

  @Override
  public <O extends Record> O options(Record supplied, Class<O> declared) {
    return declared.cast(supplied);
  }

  @Override
  public <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options) {
    return factory.create(valid(factory.options(), options));
  }

  @Override
  public <O extends Record> Model create(
      ModelFactory<O> factory, Record options, ModelSetting setting) {
    return factory.create(valid(factory.options(), options), setting);
  }

  private static <O extends Record> O valid(Class<O> type, Record options) {
    O own = type.cast(options);
    OptionSchema.of(type).validate(own);
    return own;
  }

  @Override
  public void assertDescribed(String name, Object factory) {
    new PluginProject(factory.getClass().getClassLoader()).check(factory.getClass());
  }

  @Override
  public void assertOwn(Object supplied, Object factory) {
    assertThat(factory.getClass().getClassLoader())
        .as("loader of the factory, beside that of the test's own classes")
        .isSameAs(supplied.getClass().getClassLoader());
  }
}
