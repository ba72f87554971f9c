package org.escapement.host.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.escapement.host.cli.text.TextTable;
import org.escapement.lab.result.RunResults.EscapeGrowthResult;
import org.escapement.lab.result.RunResults.EscapeResult;
import org.escapement.lab.result.RunResults.PredictionResult;

/** Escape trials as tables for people, predictions beside what was seen. */
final class EscapePrinter {
  private static final String INDENT = "  ";
  private static final String NOTHING = "-";

  private final PrintWriter out;

  EscapePrinter(PrintWriter out) {
    this.out = out;
  }

  void print(List<EscapeResult> results) {
    EscapeResult first = results.get(0);
    boolean ends = results.stream().anyMatch(result -> !ends(result).equals(NOTHING));
    out.println();
    out.println(
        "escape: started "
            + ResultPrinter.number(first.perturbation())
            + " away, escaped beyond "
            + ResultPrinter.number(first.distance()));
    TextTable table = new TextTable();
    table.row(
        "optimizer",
        "predicted",
        "escaped",
        "95 % interval",
        "steps predicted",
        "median steps",
        ends ? "ended at" : "");
    List<Row> rows = results.stream().flatMap(EscapePrinter::rows).toList();
    rows.forEach(row -> row(table, row, ends));
    table.print(out, INDENT);
    results.stream()
        .filter(result -> result.noControl() != null)
        .forEach(
            result ->
                out.println(
                    INDENT + "no control for " + result.label() + ": " + result.noControl()));
    if (results.stream().anyMatch(result -> result.growth() != null)) {
      printGrowth(rows);
    }
    results.stream()
        .filter(result -> result.start() != null && !result.start().holds())
        .findFirst()
        .ifPresent(this::printStart);
  }

  private void printGrowth(List<Row> rows) {
    out.println();
    TextTable table = new TextTable();
    table.row(
        "growth of ln L in a step", "of most runs, 2 lambda", "in the mean, ln rho", "measured");
    for (Row row : rows) {
      PredictionResult prediction = row.result().prediction();
      EscapeGrowthResult growth = row.result().growth();
      if (growth != null) {
        table.row(
            row.label(),
            prediction == null ? NOTHING : digits(prediction.typicalGrowth()),
            prediction == null ? NOTHING : digits(prediction.annealedGrowth()),
            digits(growth.value())
                + (growth.standardError() == null
                    ? ""
                    : String.format(Locale.ROOT, " +- %.1g", growth.standardError())));
      }
    }
    table.print(out, INDENT);
  }

  private void printStart(EscapeResult result) {
    out.printf(
        Locale.ROOT,
        "%sthe starts are not in the quadratic part: losses from %.3g times that of the minimum on,"
            + " twice as far %.3g .. %.3g times larger instead of 4%n",
        INDENT,
        result.start().leastOverFloor(),
        result.start().leastDoubling(),
        result.start().largestDoubling());
  }

  private record Row(String label, EscapeResult result) {}

  private static Stream<Row> rows(EscapeResult result) {
    Row own = new Row(result.label(), result);
    return result.control() == null
        ? Stream.of(own)
        : Stream.of(own, new Row("control " + result.control().label(), result.control()));
  }

  private static void row(TextTable table, Row row, boolean ends) {
    EscapeResult result = row.result();
    PredictionResult prediction = result.prediction();
    table.row(
        row.label(),
        prediction == null ? NOTHING : predicted(prediction),
        result.escaped() + " of " + result.trials(),
        String.format(
            Locale.ROOT,
            "%.3f .. %.3f",
            result.escapedFraction().lower(),
            result.escapedFraction().upper()),
        prediction == null || prediction.meanSteps() == null
            ? NOTHING
            : digits(prediction.meanSteps()) + " +- " + digits(prediction.standardDeviation()),
        result.medianSteps() == null ? NOTHING : ResultPrinter.number(result.medianSteps()),
        ends ? ends(result) : "");
  }

  private static String predicted(PredictionResult prediction) {
    return prediction.escapedFraction() == null || prediction.outcome().equals("stays")
        ? prediction.outcome()
        : String.format(
            Locale.ROOT, "%s %.1f %%", prediction.outcome(), 100 * prediction.escapedFraction());
  }

  /** Three: predictions are no more exact. */
  private static String digits(Double value) {
    return Objects.isNull(value) ? NOTHING : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String ends(EscapeResult result) {
    if (result.endedAt().isEmpty()) {
      return result.diverged() > 0 ? result.diverged() + " diverged" : NOTHING;
    }
    return result.endedAt().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(end -> end.getKey() + ": " + end.getValue())
        .collect(Collectors.joining(", "));
  }
}
