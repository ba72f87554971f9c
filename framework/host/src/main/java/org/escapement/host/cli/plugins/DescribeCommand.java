package org.escapement.host.cli.plugins;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.ComponentKind;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginComponent;
import org.escapement.lab.data.DataSource;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description =
        "Describe the options of an optimizer, a model or a data source, and a model's parameters.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Parameters(paramLabel = "NAME", description = "An optimizer, a model or a data source.")
  private String name;

  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      converter = ExampleShape.Converter.class,
      description = "Shape of the examples that a model is made for, such as 3x32x32.")
  private ExampleShape input;

  @Option(
      names = "--outputs",
      paramLabel = "COUNT",
      description = "Outputs of a model made for --input. Default: ${DEFAULT-VALUE}.")
  private int outputs = 10;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set one of a model's options, such as depth=20; may be repeated.")
  private List<String> overrides = List.of();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<DataSource<?>> source =
        DataSources.builtIn().all().stream().filter(data -> data.name().equals(name)).findFirst();
    source.ifPresent(
        data ->
            print(
                "data " + name + " (built in)",
                data.description(),
                OptionSchema.of(data.options()),
                out));
    PluginCatalog catalog = plugins.load();
    if (source.isEmpty() || catalog.offers(name)) {
      for (PluginComponent<?> component : catalog.components(name)) {
        // before anything is printed: it may be refused
        Optional<ParameterTables> parameters =
            component.kind() == ComponentKind.MODEL
                ? Optional.of(parameters(catalog))
                : Optional.empty();
        print(
            component.kind() + " " + component.name() + " (" + component.origin().label() + ")",
            component.description(),
            component.schema(),
            out);
        parameters.ifPresent(tables -> tables.print(out, INDENT));
      }
    }
    return 0;
  }

  private ParameterTables parameters(PluginCatalog catalog) {
    return input == null
        ? ParameterTables.usual(catalog, name, overrides)
        : ParameterTables.of(catalog, name, overrides, new ParameterTables.Sizes(input, outputs));
  }

  private static void print(
      String title, String description, OptionSchema<?> schema, PrintWriter out) {
    out.println(title);
    out.println(INDENT + description);
    if (schema.options().isEmpty()) {
      out.println(INDENT + "no options");
      return;
    }
    TextTable table = new TextTable();
    table.row("OPTION", "DEFAULT", "ALLOWED", "DESCRIPTION");
    rows("", schema, table);
    table.print(out, INDENT);
  }

  /** A section's own options follow it, under its name. */
  private static void rows(String path, OptionSchema<?> schema, TextTable table) {
    for (OptionDescription option : schema.options()) {
      String name = path + option.name();
      table.row(name, defaultOf(option), option.allowed(), option.description());
      if (option.rawType().isRecord()) {
        rows(name + ".", OptionSchema.of(option.rawType().asSubclass(Record.class)), table);
      }
    }
  }

  private static String defaultOf(OptionDescription option) {
    return option.defaultValue().orElse(option.required() ? "(required)" : "(absent)");
  }
}
