package org.escapement.host.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;

/** Everything that the loaded plugins offer, and what became of each file. Immutable. */
public final class PluginCatalog {
  private final Offers<OptimizerFactory<?>> optimizers;
  private final Offers<ModelFactory<?>> models;
  private final List<PluginReport> reports;

  PluginCatalog(
      Offers<OptimizerFactory<?>> optimizers,
      Offers<ModelFactory<?>> models,
      List<PluginReport> reports) {
    this.optimizers = optimizers;
    this.models = models;
    this.reports = List.copyOf(reports);
  }

  /** The optimizers, sorted by name; names that two plugins offer are left out. */
  public List<PluginComponent<OptimizerFactory<?>>> optimizers() {
    return optimizers.usable();
  }

  /** The models, sorted by name; names that two plugins offer are left out. */
  public List<PluginComponent<ModelFactory<?>>> models() {
    return models.usable();
  }

  /** What became of each file, in the order of folders and file names. */
  public List<PluginReport> reports() {
    return reports;
  }

  /**
   * The optimizer of a name.
   *
   * @throws EscapementException COMPONENT_UNKNOWN listing what exists, or COMPONENT_DUPLICATE
   *     naming the plugins that offer it
   */
  public PluginComponent<OptimizerFactory<?>> optimizer(String name) {
    return find(optimizers, name, ComponentKind.OPTIMIZER);
  }

  /**
   * The model of a name.
   *
   * @throws EscapementException COMPONENT_UNKNOWN listing what exists, or COMPONENT_DUPLICATE
   *     naming the plugins that offer it
   */
  public PluginComponent<ModelFactory<?>> model(String name) {
    return find(models, name, ComponentKind.MODEL);
  }

  /** Whether an optimizer or a model has the name. */
  public boolean offers(String name) {
    return optimizers.contains(name) || models.contains(name);
  }

  /**
   * The optimizer or the model of a name, or both.
   *
   * @throws EscapementException COMPONENT_UNKNOWN listing what exists, or COMPONENT_DUPLICATE
   *     naming the plugins that offer it
   */
  public List<PluginComponent<?>> components(String name) {
    List<PluginComponent<?>> found = new ArrayList<>();
    if (optimizers.contains(name)) {
      found.add(optimizers.only(name));
    }
    if (models.contains(name)) {
      found.add(models.only(name));
    }
    if (found.isEmpty()) {
      Set<String> names = new TreeSet<>(optimizers.names());
      names.addAll(models.names());
      throw unknown("optimizer or model", name, names);
    }
    return found;
  }

  /**
   * Makes an optimizer; whatever it throws later is blamed on its plugin.
   *
   * @param options the record that its schema built
   * @throws EscapementException as {@link #optimizer} and {@link PluginComponent#make} throw
   */
  public Optimizer createOptimizer(String name, Record options) {
    PluginComponent<OptimizerFactory<?>> component = optimizer(name);
    Optimizer made = component.make(factory -> create(factory, options));
    return PluginGuard.around(Optimizer.class, made, component);
  }

  /**
   * Makes a model; whatever it throws later is blamed on its plugin.
   *
   * @param options the record that its schema built
   * @param setting what the model is made for
   * @throws EscapementException as {@link #model} and {@link PluginComponent#make} throw
   */
  public Model createModel(String name, Record options, ModelSetting setting) {
    PluginComponent<ModelFactory<?>> component = model(name);
    Model made = component.make(factory -> create(factory, options, setting));
    return PluginGuard.around(Model.class, made, component);
  }

  private static <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options) {
    return factory.create(factory.options().cast(options));
  }

  private static <O extends Record> Model create(
      ModelFactory<O> factory, Record options, ModelSetting setting) {
    return factory.create(factory.options().cast(options), setting);
  }

  private <F> PluginComponent<F> find(Offers<F> offers, String name, ComponentKind kind) {
    if (!offers.contains(name)) {
      throw unknown(kind.toString(), name, offers.names());
    }
    return offers.only(name);
  }

  private EscapementException unknown(String what, String name, Collection<String> names) {
    long faults = reports.stream().filter(report -> report.fault().isPresent()).count();
    return new EscapementException(
        ErrorCode.COMPONENT_UNKNOWN,
        "no "
            + what
            + " '"
            + OneLine.quoted(name)
            + "'"
            + NearMiss.listing(name, "available", names)
            + (faults == 0
                ? ""
                : "; files with faults: " + faults + " (see 'escapement plugins doctor')"));
  }
}
