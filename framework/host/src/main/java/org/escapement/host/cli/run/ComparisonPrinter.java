package org.escapement.host.cli.run;

import static org.escapement.host.cli.run.ResultPrinter.number;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.escapement.host.cli.text.TextTable;
import org.escapement.lab.result.ComparisonResults;
import org.escapement.lab.result.ComparisonResults.ComparedOptimizer;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.ComparisonResults.CrossVerdict;
import org.escapement.lab.result.ComparisonResults.Ratio;
import org.escapement.lab.result.ComparisonResults.Spread;

/** A comparison as tables for people. */
final class ComparisonPrinter {
  private static final String INDENT = "  ";

  private final PrintWriter out;

  ComparisonPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(ComparisonResults results) {
    printOptimizers(results.optimizers());
    results.trainings().stream().filter(training -> !training.found()).forEach(this::printFailure);
    printRatios(results.optimizers());
    printMatrix(
        "would it stay? rows: who found the minimum, columns: who is asked",
        results,
        ComparisonPrinter::verdicts);
    out.println(
        INDENT
            + "undecided: nothing is proved either way, as for preconditioners held after a"
            + " warm-up");
    printMatrix(
        "(preconditioned) sharpness as a multiple of the asked optimizer's full-batch edge",
        results,
        verdict -> spread(verdict.shareOfEdge(), ComparisonPrinter::rounded));
  }

  private void printOptimizers(List<ComparedOptimizer> optimizers) {
    out.println();
    out.println("minima found, mean +- standard deviation over seeds");
    TextTable table = new TextTable();
    table.row(
        "",
        "optimizer",
        "found",
        "iterations",
        "sharpness a",
        "non-uniformity s",
        "sharpness / edge",
        "test accuracy");
    for (ComparedOptimizer optimizer : optimizers) {
      table.row(
          optimizer.id(),
          optimizer.label(),
          optimizer.found() + " of " + optimizer.trainings(),
          spread(optimizer.iterations(), mean -> String.format(Locale.ROOT, "%.0f", mean)),
          spread(optimizer.sharpness(), ComparisonPrinter::rounded),
          spread(optimizer.nonUniformity(), ComparisonPrinter::rounded),
          spread(optimizer.shareOfEdge(), ComparisonPrinter::rounded),
          spread(
              optimizer.testAccuracy(), mean -> String.format(Locale.ROOT, "%.1f %%", 100 * mean)));
    }
    table.print(out, INDENT);
  }

  private void printFailure(ComparedTraining training) {
    out.println(
        INDENT
            + "no minimum: "
            + training.id()
            + ", seed "
            + training.seed()
            + ": "
            + (training.minimum() == null
                ? "failed"
                : training.minimum().stopReason() + ", loss " + number(training.minimum().loss())));
  }

  private void printRatios(List<ComparedOptimizer> optimizers) {
    if (optimizers.size() < 2) {
      return;
    }
    out.println();
    out.println(
        "relative to "
            + optimizers.get(0).id()
            + ", seed by seed: geometric mean (smallest .. largest)");
    TextTable table = new TextTable();
    table.row("", "sharpness", "sharper at", "non-uniformity", "less uniform at");
    for (ComparedOptimizer optimizer : optimizers.subList(1, optimizers.size())) {
      Ratio sharpness = optimizer.sharpnessRatio();
      Ratio nonUniformity = optimizer.nonUniformityRatio();
      table.row(
          optimizer.id(),
          ratio(sharpness),
          larger(sharpness),
          ratio(nonUniformity),
          larger(nonUniformity));
    }
    table.print(out, INDENT);
    String first = optimizers.get(0).id();
    printSharper("sharper than " + first + " at every seed", optimizers, Ratio::larger);
    printSharper("flatter than " + first + " at every seed", optimizers, Ratio::smaller);
  }

  private void printSharper(
      String title, List<ComparedOptimizer> optimizers, ToIntFunction<Ratio> seeds) {
    List<String> ids =
        optimizers.stream()
            .filter(optimizer -> optimizer.sharpnessRatio() != null)
            .filter(
                optimizer -> seeds.applyAsInt(optimizer.sharpnessRatio()) == optimizer.trainings())
            .map(ComparedOptimizer::id)
            .toList();
    out.println(INDENT + title + ": " + (ids.isEmpty() ? "none" : String.join(", ", ids)));
  }

  private static String ratio(Ratio ratio) {
    return ratio == null
        ? "-"
        : rounded(ratio.geometricMean())
            + " ("
            + rounded(ratio.lowest())
            + " .. "
            + rounded(ratio.highest())
            + ")";
  }

  private static String larger(Ratio ratio) {
    return ratio == null ? "-" : ratio.larger() + " of " + ratio.seeds() + " seeds";
  }

  private void printMatrix(
      String title, ComparisonResults results, Function<CrossVerdict, String> cell) {
    out.println();
    out.println(title);
    List<String> ids = results.optimizers().stream().map(ComparedOptimizer::id).toList();
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(ids);
    table.row(head.toArray(String[]::new));
    for (String foundBy : ids) {
      List<String> row = new ArrayList<>(List.of(foundBy));
      results.verdicts().stream()
          .filter(verdict -> verdict.foundBy().equals(foundBy))
          .map(cell)
          .forEach(row::add);
      table.row(row.toArray(String[]::new));
    }
    table.print(out, INDENT);
  }

  private static String verdicts(CrossVerdict verdict) {
    List<String> words = verdict.inWords();
    return words.isEmpty() ? "-" : String.join(", ", words);
  }

  private static String spread(Spread spread, DoubleFunction<String> format) {
    if (spread.mean() == null) {
      return "-";
    }
    String mean = format.apply(spread.mean());
    return spread.standardDeviation() == null
        ? mean
        : mean + " +- " + format.apply(spread.standardDeviation()).replace(" %", "");
  }

  /** Three digits. */
  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
