package org.escapement.host.cli.plugins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.PluginReport;
import org.escapement.host.plugin.PluginReport.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Check every plugin file; exit code 2 if any has a fault.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int FAULTS_FOUND = 2;
  private static final String UNKNOWN = "-";

  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    List<PluginReport> reports = plugins.load().reports();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(reports.stream().map(DoctorCommand::fields).toList()));
    } else if (reports.isEmpty()) {
      out.println(
          "no plugin files in "
              + plugins.folders().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    } else {
      table(reports).print(out, "");
    }
    boolean faulty = reports.stream().anyMatch(report -> report.status() == Status.FAULT);
    return faulty ? FAULTS_FOUND : 0;
  }

  private static TextTable table(List<PluginReport> reports) {
    TextTable table = new TextTable();
    table.row("STATUS", "FILE", "PLUGIN", "BYTES", "SHA-256", "OUTCOME");
    for (PluginReport report : reports) {
      table.row(
          report.status().toString(),
          report.file().getFileName().toString(),
          report.id().map(id -> id + "@" + report.version().orElse("?")).orElse(UNKNOWN),
          report.bytes().map(String::valueOf).orElse(UNKNOWN),
          report.sha256().orElse(UNKNOWN),
          outcome(report));
    }
    return table;
  }

  private static String outcome(PluginReport report) {
    String provided = "provides " + String.join(", ", report.provides());
    return report
        .codedFault()
        .map(fault -> report.provides().isEmpty() ? fault : fault + "; still " + provided)
        .orElse(provided);
  }

  private static Map<String, Object> fields(PluginReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", report.status().toString());
    fields.put("file", report.file().toString());
    fields.put("plugin", report.id().orElse(null));
    fields.put("version", report.version().orElse(null));
    fields.put("bytes", report.bytes().orElse(null));
    fields.put("sha256", report.sha256().orElse(null));
    fields.put("provides", report.provides());
    fields.put("faults", report.faults().stream().map(DoctorCommand::fields).toList());
    return fields;
  }

  private static Map<String, String> fields(PluginReport.Fault fault) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", fault.code().code());
    fields.put("message", fault.message());
    return fields;
  }
}
