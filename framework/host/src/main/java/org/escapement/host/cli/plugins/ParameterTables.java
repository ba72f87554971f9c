package org.escapement.host.cli.plugins;

import java.io.PrintWriter;
import java.util.List;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.OptionBinder;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginComponent;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.buffer.DataType;

/** How many parameters a model has, and in which tensors, for examples of some shapes. */
final class ParameterTables {
  /**
   * What a model is made for.
   *
   * @param shape of an example
   * @param outputs how many
   */
  record Sizes(ExampleShape shape, int outputs) {}

  /** Those of Fashion-MNIST, of CIFAR-10 and of two of its classes. */
  private static final List<Sizes> USUAL =
      List.of(
          new Sizes(ExampleShape.of(1, 28, 28), 10),
          new Sizes(ExampleShape.of(3, 32, 32), 10),
          new Sizes(ExampleShape.of(3, 32, 32), 2));

  private static final List<Sizes> WITHOUT_DATA = List.of(new Sizes(ExampleShape.of(), 0));

  private final PluginCatalog catalog;
  private final PluginComponent<ModelFactory<?>> model;
  private final List<String> overrides;
  private final TextTable counts = new TextTable();
  private Sizes last;
  private List<ParameterTensor> tensors;
  private List<String> notes;

  private ParameterTables(PluginCatalog catalog, String model, List<String> overrides) {
    this.catalog = catalog;
    this.model = catalog.model(model);
    this.overrides = overrides;
    counts.row("INPUT", "OUTPUTS", "PARAMETERS");
  }

  /**
   * Of the usual sizes: counts, or why the model refuses them, and the tensors for the last.
   *
   * @param model a name of the catalog
   * @param overrides values of its options, as {@link ConfigDocument#with} takes them
   */
  static ParameterTables usual(PluginCatalog catalog, String model, List<String> overrides) {
    ParameterTables tables = new ParameterTables(catalog, model, overrides);
    boolean needsData = tables.model.make(factory -> factory.needsData());
    for (Sizes sizes : needsData ? USUAL : WITHOUT_DATA) {
      try {
        tables.add(sizes);
      } catch (EscapementException e) {
        tables.row(sizes, "refused: " + e.getMessage());
      }
    }
    return tables;
  }

  /**
   * Of one size.
   *
   * @param model a name of the catalog
   * @param overrides values of its options, as {@link ConfigDocument#with} takes them
   * @throws EscapementException as the model refuses it
   */
  static ParameterTables of(
      PluginCatalog catalog, String model, List<String> overrides, Sizes sizes) {
    ParameterTables tables = new ParameterTables(catalog, model, overrides);
    tables.add(sizes);
    return tables;
  }

  private void add(Sizes sizes) {
    ConfigDocument document = ConfigDocument.parse("options of " + model.name(), "{}");
    for (String override : overrides) {
      document = document.with(override);
    }
    Record options = OptionBinder.bind(document, model.schema());
    ModelSetting setting =
        new ModelSetting(
            sizes.shape().sizes(), sizes.outputs(), Loss.MEAN_SQUARED_ERROR, DataType.FLOAT);
    Model made = catalog.createModel(model.name(), options, setting);
    tensors = made.parameters();
    notes = made.notes();
    last = sizes;
    row(sizes, Long.toString(tensors.stream().mapToLong(ParameterTensor::length).sum()));
  }

  private void row(Sizes sizes, String parameters) {
    counts.row(sizes.shape().toString(), Integer.toString(sizes.outputs()), parameters);
  }

  void print(PrintWriter out, String indent) {
    counts.print(out, indent);
    if (last == null) {
      return;
    }
    out.println(indent + "tensors for input " + last.shape() + ", outputs " + last.outputs());
    TextTable table = new TextTable();
    table.row("TENSOR", "SHAPE", "LENGTH");
    for (ParameterTensor tensor : tensors) {
      table.row(tensor.name(), tensor.shape().toString(), Long.toString(tensor.length()));
    }
    table.print(out, indent);
    notes.forEach(note -> out.println(indent + "note: " + note));
  }
}
