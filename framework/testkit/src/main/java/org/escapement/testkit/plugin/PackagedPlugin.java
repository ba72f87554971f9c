package org.escapement.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.escapement.host.config.Component;
import org.escapement.host.config.OptionWriter;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginLoading;
import org.escapement.host.plugin.PluginReport;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.option.OptionSchema;

/**
 * The plugin as the host loads it from its zip, with a class loader of its own. Of what a test
 * class supplies only the factory's name and the values of the options are used: they are written
 * and bound as those of a config file are.
 *
 * @param catalog what the zip offers
 * @param report what became of it
 * @param unpacked the folder that its classes are loaded from
 */
record PackagedPlugin(PluginCatalog catalog, PluginReport report, Path unpacked)
    implements PluginSource {
  private static final String WORK = "contract";

  /** Loads the zip by itself, in a folder of its own beside it. */
  static PackagedPlugin load(Path zip) {
    if (!Files.isRegularFile(zip)) {
      throw new IllegalArgumentException(
          ZIP_PARAMETER + " names " + zip.toAbsolutePath() + ", which is not there");
    }
    try {
      Path work = zip.toAbsolutePath().resolveSibling(WORK);
      Path plugins = Files.createDirectories(work.resolve(zip.getFileName()));
      Path cache = work.resolve("cache");
      Files.copy(zip, plugins.resolve(zip.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      PluginCatalog catalog = new PluginLoading(cache).load(List.of(plugins));
      PluginReport report = catalog.reports().get(0);
      Path unpacked = cache.resolve(report.sha256().orElseThrow());
      if (!Files.isDirectory(unpacked)) {
        throw new IllegalArgumentException(zip + " " + report.fault().orElseThrow());
      }
      return new PackagedPlugin(catalog, report, unpacked.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public OptimizerFactory<?> factory(OptimizerFactory<?> supplied) {
    return catalog.optimizer(supplied.name()).factory();
  }

  @Override
  public ModelFactory<?> factory(ModelFactory<?> supplied) {
    return catalog.model(supplied.name()).factory();
  }

  @Override
  public <O extends Record> O options(Record supplied, Class<O> declared) {
    O carried = Component.of("options", supplied).bind(OptionSchema.of(declared));
    ObjectNode written = OptionWriter.toNode(supplied);
    assertThat(OptionWriter.toNode(carried)).as("options after binding").isEqualTo(written);
    return carried;
  }

  @Override
  public <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options) {
    OptionSchema.of(factory.options()).validate(factory.options().cast(options));
    return catalog.createOptimizer(factory.name(), options);
  }

  @Override
  public <O extends Record> Model create(
      ModelFactory<O> factory, Record options, ModelSetting setting) {
    OptionSchema.of(factory.options()).validate(factory.options().cast(options));
    return catalog.createModel(factory.name(), options, setting);
  }

  @Override
  public void assertDescribed(String name, Object factory) {
    assertThat(report.fault()).as("fault that the host finds in %s", report.file()).isEmpty();
    assertThat(catalog.components(name))
        .as("what the host offers as '%s'", name)
        .anyMatch(component -> component.factory() == factory);
  }

  @Override
  public void assertOwn(Object supplied, Object factory) {
    assertThat(factory.getClass().getClassLoader())
        .as("loader of the factory, beside that of the test's own classes")
        .isNotSameAs(supplied.getClass().getClassLoader());
    assertThat(placeOf(factory.getClass())).as("place of the factory's class").startsWith(unpacked);
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toRealPath();
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException(type + " has no place", e);
    }
  }
}
