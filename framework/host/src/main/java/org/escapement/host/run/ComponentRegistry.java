package org.escapement.host.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.escapement.host.config.Component;
import org.escapement.host.config.ComponentSchemas;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginOrigin;
import org.escapement.lab.data.DataContext;
import org.escapement.lab.data.DataSet;
import org.escapement.lab.data.DataSource;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.option.OptionSchema;

/**
 * Makes the components that a config names, from plugins and from the built-in data sources, and
 * remembers which plugins took part. A failure carries the place in the config.
 */
public final class ComponentRegistry implements ComponentSchemas {
  private final PluginCatalog catalog;
  private final DataSources sources;
  private final Map<String, PluginOrigin> used = new LinkedHashMap<>();
  private final Map<String, DataSet> loaded;

  /**
   * @param catalog what the plugins offer
   * @param sources the data sources
   */
  public ComponentRegistry(PluginCatalog catalog, DataSources sources) {
    this(catalog, sources, null);
  }

  private ComponentRegistry(
      PluginCatalog catalog, DataSources sources, Map<String, DataSet> loaded) {
    this.catalog = catalog;
    this.sources = sources;
    this.loaded = loaded;
  }

  /**
   * One for checking many configs: it loads a data set once, whatever the seed, so that its
   * examples are of the right shape and number, and may be another seed's.
   */
  public static ComponentRegistry forChecks(PluginCatalog catalog, DataSources sources) {
    return new ComponentRegistry(catalog, sources, new HashMap<>());
  }

  @Override
  public OptionSchema<?> data(Component component) {
    return schemaOf(located(component, () -> sources.named(component.type())));
  }

  private static OptionSchema<?> schemaOf(DataSource<?> source) {
    return OptionSchema.of(source.options());
  }

  @Override
  public OptionSchema<?> model(Component component) {
    return located(component, () -> catalog.model(component.type())).schema();
  }

  @Override
  public OptionSchema<?> optimizer(Component component) {
    return located(component, () -> catalog.optimizer(component.type())).schema();
  }

  /** Whether the model is fitted to a data set. */
  boolean needsData(Component component) {
    return located(component, () -> catalog.model(component.type()))
        .make(factory -> factory.needsData());
  }

  DataSet loadData(Component component, DataContext context) {
    DataSource<?> source = located(component, () -> sources.named(component.type()));
    if (loaded == null) {
      return load(source, component, context);
    }
    String key = context.precision() + " " + component;
    if (!loaded.containsKey(key)) {
      loaded.put(key, load(source, component, context));
    }
    return loaded.get(key);
  }

  private static <O extends Record> DataSet load(
      DataSource<O> source, Component component, DataContext context) {
    O options = component.bind(OptionSchema.of(source.options()));
    return located(component, () -> source.load(options, context));
  }

  Model createModel(Component component, ModelSetting setting) {
    use(catalog.model(component.type()).origin());
    Record options = component.bind(model(component));
    return located(component, () -> catalog.createModel(component.type(), options, setting));
  }

  NamedOptimizer createOptimizer(Component component) {
    OptionSchema<?> schema = optimizer(component);
    use(catalog.optimizer(component.type()).origin());
    Record options = component.bind(schema);
    return new NamedOptimizer(
        schema,
        component.resolve(schema),
        options,
        located(component, () -> catalog.createOptimizer(component.type(), options)));
  }

  private void use(PluginOrigin origin) {
    used.put(origin.id(), origin);
    origin.needs().forEach(needed -> used.put(needed.id(), needed));
  }

  /** The plugins whose components were made, and those that they use classes of. */
  public List<PluginOrigin> used() {
    return List.copyOf(used.values());
  }

  /** Adds the component's place to a failure that does not know it. */
  private static <T> T located(Component component, Supplier<T> action) {
    try {
      return action.get();
    } catch (EscapementException e) {
      boolean ofType =
          e.code() == ErrorCode.COMPONENT_UNKNOWN || e.code() == ErrorCode.COMPONENT_DUPLICATE;
      throw ofType
          ? component.error(e.code(), "type", e.getMessage())
          : component.error(e.code(), FailureCode.message(e));
    }
  }
}
