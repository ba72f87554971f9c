package org.escapement.host.cli.plugins;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginComponent;
import org.escapement.lab.data.DataSource;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description = "Describe the options of an optimizer, a model or a data source.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Parameters(paramLabel = "NAME", description = "An optimizer, a model or a data source.")
  private String name;

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
        print(
            component.kind() + " " + component.name() + " (" + component.origin().label() + ")",
            component.description(),
            component.schema(),
            out);
      }
    }
    return 0;
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
