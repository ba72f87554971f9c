package org.escapement.host.compare;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.escapement.host.report.Report;
import org.escapement.host.run.RunSetup;
import org.escapement.lab.figure.ComparisonFigure;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.result.ComparisonCsv;
import org.escapement.lab.result.ComparisonResults;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.ParameterFile;
import org.escapement.lab.result.RunDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a comparison leaves into its directory. */
final class ComparisonFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ComparisonFiles.class);

  private ComparisonFiles() {}

  /**
   * Writes all files; a figure that cannot be drawn is a warning.
   *
   * @throws EscapementException OUTPUT if a file cannot be written
   */
  static void write(
      RunDirectory directory,
      RunSetup setup,
      ComparisonExperiment.Outcome outcome,
      boolean report) {
    try {
      AtomicFiles.write(
          directory.file(RunDirectory.CONFIG),
          out -> out.write(setup.resolved().text().getBytes(StandardCharsets.UTF_8)));
      outcome.results().write(directory.file("results.json"));
      ComparisonCsv.write(directory.file(RunDirectory.COMPARISON), outcome.results());
      for (ComparedTraining training : outcome.results().trainings()) {
        if (training.file() != null) {
          ParameterFile.write(
              directory.file(training.file()),
              outcome.points().get(training.file()),
              setup.model().parameters(),
              Map.of("format", "pt", "loss", Double.toString(training.minimum().loss())));
        }
      }
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT,
          OneLine.path(directory.target()) + ": cannot be written (" + OneLine.reason(e) + ")",
          e);
    }
    if (outcome.results().trainings().stream().anyMatch(ComparedTraining::found)) {
      draw(directory, setup, outcome.results());
    }
    if (report) {
      Report.writeOrWarn(directory.file("results.json").getParent());
    }
  }

  private static void draw(RunDirectory directory, RunSetup setup, ComparisonResults results) {
    String title =
        "Minima of "
            + setup.config().model().type()
            + " at loss "
            + BigDecimal.valueOf(setup.config().compare().until().loss())
                .stripTrailingZeros()
                .toPlainString()
            + ", seeds "
            + setup.config().compare().seeds().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    try {
      ComparisonFigure.writePng(directory.file("comparison.png"), title, results);
      ComparisonFigure.writeSvg(directory.file("comparison.svg"), title, results);
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
