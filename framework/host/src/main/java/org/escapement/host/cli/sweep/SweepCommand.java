package org.escapement.host.cli.sweep;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.cli.run.ConsoleProgress;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.sweep.aggregate.Aggregation;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.host.sweep.run.Sweep;
import org.escapement.host.sweep.worker.Capacity;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code escapement sweep}: many runs from one config, side by side. */
@Command(
    name = "sweep",
    description =
        "Run every combination of values that a config's section 'sweep' lists, side by side, and"
            + " sum the results up.",
    mixinStandardHelpOptions = true)
public final class SweepCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Mixin private SweepOptions options;

  @Option(names = "--dry-run", description = "Check every config and list the jobs, but run none.")
  private boolean dryRun;

  @Parameters(
      paramLabel = "CONFIG",
      description = "The config file (YAML), with a section 'sweep'.")
  private Path config;

  @Override
  public Integer call() throws Exception {
    ConfigDocument document = ConfigDocument.read(config, options.overrides());
    PluginCatalog catalog = plugins.load();
    SweepPlan plan = SweepPlan.of(document, catalog);
    PrintWriter err = spec.commandLine().getErr();
    if (!plan.refusals().isEmpty()) {
      refusals(plan).forEach((line, jobs) -> err.println(jobs == 1 ? line : line + jobs(jobs)));
      err.flush();
      if (!options.skipsInvalid()) {
        return BAD_INPUT;
      }
    }
    Capacity capacity = options.capacity(plan.section().threads());
    SweepPrinter printer = new SweepPrinter(spec.commandLine().getOut());
    if (dryRun) {
      SweepDirectory directory = options.given();
      printer.jobs(plan, directory == null ? null : Sweep.look(plan, directory));
      return 0;
    }
    SweepDirectory directory = options.directory(config);
    WorkerLauncher launcher =
        new WorkerLauncher(directory, plugins.folders(), plan.section().threads());
    Map<Job, JobRecord> records;
    try (ConsoleProgress console = new ConsoleProgress(err)) {
      records =
          Sweep.execute(
              plan,
              directory,
              options.resumes(),
              options.selection(),
              capacity,
              launcher::process,
              new ShownSweep(console));
    }
    printer.outcome(plan, records);
    Aggregation.Outcome averages = Aggregation.write(directory, plan.section());
    averages(printer, averages, err);
    printer.end(directory);
    return SweepPrinter.exitCode(plan, records);
  }

  /** Prints averages, and tells what was asked for in vain. */
  static void averages(SweepPrinter printer, Aggregation.Outcome averages, PrintWriter err) {
    printer.averages(averages);
    averages.unknown().forEach(quantity -> err.println(unknown(quantity)));
    err.flush();
  }

  private static String unknown(String quantity) {
    return ErrorCode.CONFIG_UNKNOWN_KEY.code()
        + " sweep.aggregate: '"
        + OneLine.quoted(quantity)
        + "' is neither a swept key nor a number in any job's results.json";
  }

  /** What is wrong, and with how many jobs. */
  private static Map<String, Integer> refusals(SweepPlan plan) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    plan.refusals().forEach(refusal -> lines.merge(refusal.failure().line(), 1, Integer::sum));
    return lines;
  }

  private static String jobs(int count) {
    return " (" + count + " jobs)";
  }
}
