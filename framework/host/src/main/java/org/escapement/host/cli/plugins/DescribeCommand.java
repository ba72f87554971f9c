package org.escapement.host.cli.plugins;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.PluginComponent;
import org.escapement.spi.option.OptionDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description = "Describe the options of an optimizer or a model.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private static final String INDENT = "  ";

  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Parameters(paramLabel = "NAME", description = "An optimizer or a model.")
  private String name;

  @Override
  public Integer call() {
    for (PluginComponent<?> component : plugins.load().components(name)) {
      print(component, spec.commandLine().getOut());
    }
    return 0;
  }

  private static void print(PluginComponent<?> component, PrintWriter out) {
    out.println(
        component.kind() + " " + component.name() + " (" + component.origin().label() + ")");
    out.println(INDENT + component.description());
    if (component.schema().options().isEmpty()) {
      out.println(INDENT + "no options");
      return;
    }
    TextTable table = new TextTable();
    table.row("OPTION", "DEFAULT", "ALLOWED", "DESCRIPTION");
    for (OptionDescription option : component.schema().options()) {
      table.row(option.name(), defaultOf(option), option.allowed(), option.description());
    }
    table.print(out, INDENT);
  }

  private static String defaultOf(OptionDescription option) {
    return option.defaultValue().orElse(option.required() ? "(required)" : "(absent)");
  }
}
