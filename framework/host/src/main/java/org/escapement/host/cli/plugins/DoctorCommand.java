package org.escapement.host.cli.plugins;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.plugin.PluginReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = "Check every plugin file; exit code 2 if any has a fault.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final int FAULTS_FOUND = 2;

  @Spec private CommandSpec spec;
  @Mixin private PluginFolderOptions plugins;

  @Override
  public Integer call() {
    List<PluginReport> reports = plugins.load().reports();
    PrintWriter out = spec.commandLine().getOut();
    if (reports.isEmpty()) {
      out.println(
          "no plugin files in "
              + plugins.folders().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    TextTable table = new TextTable();
    for (PluginReport report : reports) {
      table.row(
          report.status().toString(),
          report.file().getFileName().toString(),
          plugin(report),
          outcome(report));
    }
    table.print(out, "");
    boolean faulty = reports.stream().anyMatch(report -> report.fault().isPresent());
    return faulty ? FAULTS_FOUND : 0;
  }

  private static String outcome(PluginReport report) {
    String provided = "provides " + String.join(", ", report.provides());
    return report
        .fault()
        .map(fault -> report.provides().isEmpty() ? fault : fault + "; still " + provided)
        .orElse(provided);
  }

  private static String plugin(PluginReport report) {
    return report.id().map(id -> id + "@" + report.version().orElse("?")).orElse("-");
  }
}
