package org.escapement.host.cli.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.SweepSection;
import org.escapement.host.sweep.aggregate.Aggregation;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code escapement aggregate}: sums a sweep up again, as it is or otherwise. */
@Command(
    name = "aggregate",
    description = "Sum up the results of a sweep again, by other choices if you like (--set).",
    mixinStandardHelpOptions = true)
public final class AggregateCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Replace one value, such as sweep.aggregate.values=[minimum.testAccuracy]; may be"
              + " repeated.")
  private List<String> overrides = List.of();

  @Parameters(paramLabel = "SWEEP_DIR", description = "The folder of the sweep.")
  private Path folder;

  @Override
  public Integer call() {
    SweepDirectory directory = new SweepDirectory(folder);
    if (!directory.begun()) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE,
          OneLine.path(folder) + ": has no sweep.yaml; must be the folder of a sweep");
    }
    SweepSection section = SweepSection.of(ConfigDocument.read(directory.config(), overrides));
    SweepPrinter printer = new SweepPrinter(spec.commandLine().getOut());
    Aggregation.Outcome averages = Aggregation.write(directory, section);
    SweepCommand.averages(printer, averages, spec.commandLine().getErr());
    printer.end(directory);
    return averages.unknown().isEmpty() ? 0 : BAD_INPUT;
  }
}
