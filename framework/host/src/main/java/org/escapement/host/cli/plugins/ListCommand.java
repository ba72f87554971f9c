package org.escapement.host.cli.plugins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginComponent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "List the optimizers and models that plugins offer.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    PluginCatalog catalog = plugins.load();
    List<PluginComponent<?>> components =
        Stream.<PluginComponent<?>>concat(catalog.optimizers().stream(), catalog.models().stream())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(components.stream().map(ListCommand::fields).toList()));
    } else {
      table(components).print(out, "");
    }
    warnOfFaults(catalog);
    return 0;
  }

  private static Map<String, String> fields(PluginComponent<?> component) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", component.name());
    fields.put("kind", component.kind().toString());
    fields.put("description", component.description());
    fields.put("plugin", component.origin().id());
    fields.put("version", component.origin().version());
    fields.put("sha256", component.origin().sha256());
    fields.put("file", component.origin().file().toString());
    return fields;
  }

  private static TextTable table(List<PluginComponent<?>> components) {
    TextTable table = new TextTable();
    table.row("NAME", "KIND", "PLUGIN", "DESCRIPTION");
    for (PluginComponent<?> component : components) {
      table.row(
          component.name(),
          component.kind().toString(),
          component.origin().label(),
          component.description());
    }
    return table;
  }

  private void warnOfFaults(PluginCatalog catalog) {
    long faults = catalog.reports().stream().filter(report -> report.fault().isPresent()).count();
    if (faults > 0) {
      spec.commandLine()
          .getErr()
          .println("files with faults: " + faults + " (see 'escapement plugins doctor')");
    }
  }
}
