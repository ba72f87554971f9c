package org.escapement.testkit.plugin;

import java.nio.file.Path;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Where the plugin under test comes from. A test class always supplies its own factory and options;
 * a source answers with those to be tested in their place.
 */
public sealed interface PluginSource permits ProjectClasses, PackagedPlugin {
  /**
   * The configuration parameter of JUnit, or system property, that names the zip to take plugins
   * from; without it they are the project's classes.
   */
  String ZIP_PARAMETER = "escapement.plugin.zip";

  /**
   * The source that a test run asks for; a zip is loaded once in a run.
   *
   * @throws IllegalArgumentException if the zip is not there or cannot be unpacked
   */
  static PluginSource of(ExtensionContext context) {
    return context
        .getConfigurationParameter(ZIP_PARAMETER)
        .<PluginSource>map(
            zip ->
                context
                    .getRoot()
                    .getStore(Namespace.create(PluginSource.class))
                    .getOrComputeIfAbsent(
                        zip, key -> PackagedPlugin.load(Path.of(zip)), PackagedPlugin.class))
        .orElseGet(PluginSource::ofProject);
  }

  /** The source that takes everything as it is supplied. */
  static PluginSource ofProject() {
    return new ProjectClasses();
  }

  /** The factory to be tested in place of the supplied one. */
  OptimizerFactory<?> factory(OptimizerFactory<?> supplied);

  /** The factory to be tested in place of the supplied one. */
  ModelFactory<?> factory(ModelFactory<?> supplied);

  /**
   * The supplied options as a record of the class that the tested factory declares.
   *
   * @param supplied the record of the test class
   * @param declared the record that the tested factory declares
   */
  <O extends Record> O options(Record supplied, Class<O> declared);

  /** Makes an optimizer with a tested factory as the host does: the ranges are checked first. */
  <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options);

  /** Makes a model with a tested factory as the host does: the ranges are checked first. */
  <O extends Record> Model create(ModelFactory<O> factory, Record options, ModelSetting setting);

  /**
   * Fails unless the host finds the factory by a valid descriptor and index.
   *
   * @param name the component's name
   * @param factory the tested factory
   */
  void assertDescribed(String name, Object factory);

  /**
   * Fails unless the factory is of this source: of the project's own class loader, or of the one
   * that the host made for the zip.
   *
   * @param supplied the factory of the test class
   * @param factory the tested factory
   */
  void assertOwn(Object supplied, Object factory);
}
