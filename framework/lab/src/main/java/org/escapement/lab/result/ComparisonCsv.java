package org.escapement.lab.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.result.ComparisonResults.ComparedOptimizer;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.StabilityResult;

/**
 * The table of a comparison: a row for each training, and a column {@code verdict:ID} for each
 * optimizer that was asked about its minimum. Cells of what was not measured are empty; numbers are
 * written with all their digits.
 */
public final class ComparisonCsv {
  private static final List<String> COLUMNS =
      List.of(
          "optimizer",
          "seed",
          "stopReason",
          "iterations",
          "loss",
          "trainAccuracy",
          "testAccuracy",
          "sharpness",
          "nonUniformity",
          "preconditionedSharpness",
          "edge");

  private ComparisonCsv() {}

  /** Writes the table to a file, which is there in full or not at all. */
  public static void write(Path file, ComparisonResults results) throws IOException {
    List<String> columns = new ArrayList<>(COLUMNS);
    results.optimizers().stream()
        .map(ComparedOptimizer::id)
        .forEach(id -> columns.add("verdict:" + id));
    TableCsv.write(
        file,
        columns,
        results.trainings().stream().map(training -> row(training, results.optimizers())).toList());
  }

  private static List<String> row(ComparedTraining training, List<ComparedOptimizer> optimizers) {
    Minimum minimum = training.minimum();
    boolean ended = minimum != null;
    boolean measured = training.curvature() != null;
    List<String> cells =
        new ArrayList<>(
            List.of(
                training.id(),
                Long.toString(training.seed()),
                ended ? minimum.stopReason() : "failed",
                ended ? Long.toString(minimum.iterations()) : "",
                ended ? Double.toString(minimum.loss()) : "",
                cell(ended ? minimum.trainAccuracy() : null),
                cell(ended ? minimum.testAccuracy() : null),
                cell(measured ? training.curvature().sharpness().value() : null),
                cell(measured ? training.curvature().nonUniformity().value() : null),
                cell(training.edge() == null ? null : training.edge().preconditionedSharpness()),
                cell(training.edge() == null ? null : training.edge().edge())));
    for (ComparedOptimizer optimizer : optimizers) {
      StabilityResult stability = training.stability().get(optimizer.id());
      cells.add(stability == null ? "" : stability.verdict());
    }
    return cells;
  }

  private static String cell(Double number) {
    return number == null ? "" : number.toString();
  }
}
