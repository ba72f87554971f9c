package org.escapement.host.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.escapement.host.report.Report;
import org.escapement.lab.figure.Figure;
import org.escapement.lab.figure.StabilityCsv;
import org.escapement.lab.figure.StabilityDiagram;
import org.escapement.lab.figure.TrainingFigure;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.result.MetricsCsv;
import org.escapement.lab.result.ParameterFile;
import org.escapement.lab.result.RunDirectory;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a run leaves into its directory. */
final class RunFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);

  private RunFiles() {}

  /**
   * Writes all files; a figure that cannot be drawn is a warning.
   *
   * @throws EscapementException OUTPUT if a file cannot be written
   */
  static void write(RunDirectory directory, RunSetup setup, RunOutcome outcome, boolean report) {
    try {
      AtomicFiles.write(
          directory.file(RunDirectory.CONFIG),
          out -> out.write(setup.resolved().text().getBytes(StandardCharsets.UTF_8)));
      outcome.results().write(directory.file("results.json"));
      MetricsCsv.write(directory.file("metrics.csv"), outcome.metrics());
      if (!outcome.diverged()) {
        ParameterFile.write(
            directory.file(RunDirectory.MINIMUM),
            outcome.point(),
            setup.model().parameters(),
            Map.of("format", "pt", "loss", Double.toString(outcome.results().minimum().loss())));
      }
      if (!outcome.diagram().isEmpty()) {
        StabilityCsv.write(directory.file(StabilityCsv.FILE), outcome.diagram());
      }
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT, directory.target() + ": cannot be written (" + e.getMessage() + ")", e);
    }
    if (!outcome.metrics().isEmpty()) {
      drawTraining(directory, setup, outcome);
    }
    if (!outcome.diagram().isEmpty()) {
      drawDiagram(directory, setup, outcome);
    }
    if (report) {
      Report.writeOrWarn(directory.file("results.json").getParent());
    }
  }

  private static void drawDiagram(RunDirectory directory, RunSetup setup, RunOutcome outcome) {
    String name = outcome.results().minimum().name();
    String title =
        "Stability at "
            + (name == null ? "the minimum" : name)
            + " of "
            + setup.config().model().type();
    try {
      StabilityDiagram.writePng(directory.file("stability.png"), title, outcome.diagram());
      StabilityDiagram.writeSvg(directory.file("stability.svg"), title, outcome.diagram());
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private static void drawTraining(RunDirectory directory, RunSetup setup, RunOutcome outcome) {
    String title = setup.config().model().type() + " trained by " + setup.trainer().label();
    Figure figure = TrainingFigure.of(title, outcome.metrics());
    try {
      figure.writePng(directory.file("training.png"));
      figure.writeSvg(directory.file("training.svg"));
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }
}
