package org.escapement.host.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.escapement.host.report.Report;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code escapement report}: the report of results that are there already. */
@Command(
    name = "report",
    description =
        "Make report.html, one file that opens offline, in the directory of a run, a comparison or a"
            + " sweep.",
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The directory of a run, comparison or sweep.")
  private Path directory;

  @Override
  public Integer call() {
    try {
      Path file = Report.write(directory);
      spec.commandLine().getOut().println("report in " + OneLine.path(file));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT,
          OneLine.path(directory.resolve(Report.FILE))
              + ": cannot be written ("
              + OneLine.reason(e)
              + ")",
          e);
    }
  }
}
