package org.escapement.host.cli.run;

import static org.escapement.host.cli.run.ResultPrinter.number;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.escapement.host.cli.text.TextTable;
import org.escapement.lab.meansquare.Meaning;
import org.escapement.lab.result.RunResults.BatchRateResult;
import org.escapement.lab.result.RunResults.BoundsResult;
import org.escapement.lab.result.RunResults.ConditionResult;
import org.escapement.lab.result.RunResults.ExponentResult;
import org.escapement.lab.result.RunResults.FixedPointResult;
import org.escapement.lab.result.RunResults.MeanSquareResult;
import org.escapement.lab.result.RunResults.Range;
import org.escapement.lab.result.RunResults.RestResult;
import org.escapement.lab.result.RunResults.StabilityResult;

/** Verdicts, rates by batch size and the numbers behind them as tables for people. */
final class StabilityPrinter {
  private static final String INDENT = "  ";

  private final PrintWriter out;

  StabilityPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(List<StabilityResult> results) {
    out.println();
    out.println(
        "stability under perturbations of " + number(results.get(0).fixedPoint().perturbation()));
    TextTable table = new TextTable();
    table.row("optimizer", "verdict", "critical learning rate", "longest step");
    for (StabilityResult result : results) {
      table.row(
          result.label(),
          result.verdict(),
          range(result.criticalLearningRate()),
          number(longest(result.fixedPoint()))
              + (result.fixedPoint().fixedPoint() ? "" : " (not a fixed point)"));
    }
    table.print(out, INDENT);
    printBatchSizes(results);
    results.forEach(this::printDetails);
  }

  private static double longest(FixedPointResult steps) {
    return Math.max(steps.maxOfBatches(), steps.fullBatch());
  }

  /** One table for each law of batches. */
  private void printBatchSizes(List<StabilityResult> results) {
    List<String> laws =
        results.stream()
            .filter(result -> result.meanSquare() != null)
            .flatMap(result -> result.meanSquare().criticalLearningRates().stream())
            .map(BatchRateResult::sampling)
            .distinct()
            .toList();
    for (String law : laws) {
      printBatchSizes(results, law);
    }
  }

  private void printBatchSizes(List<StabilityResult> results, String law) {
    List<Integer> sizes = new ArrayList<>();
    results.forEach(result -> of(result, law).forEach(rate -> addNew(sizes, rate.batchSize())));
    out.println();
    out.println("critical learning rate in mean square by batch size, " + law);
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(List.of("optimizer"));
    sizes.forEach(size -> head.add("B = " + size));
    table.row(head.toArray(String[]::new));
    rows(results, law, sizes)
        .forEach(
            (cells, labels) -> {
              List<String> row = new ArrayList<>(cells.subList(0, sizes.size()));
              row.add(0, String.join(", ", labels));
              table.row(row.toArray(String[]::new));
            });
    table.print(out, INDENT);
    if (results.stream().anyMatch(result -> !of(result, law).isEmpty() && isHeld(result))) {
      out.println(
          INDENT + "* indicative: the preconditioner is held as it is at the state named below");
    }
    if (results.stream().anyMatch(result -> isTruncated(result, law))) {
      out.println(
          INDENT
              + "a .. b bounds, <= upper bound, ~ estimate: from the leading modes of the noise");
    }
  }

  /** Optimizers that only differ in what rates do not depend on share a row. */
  private static Map<List<String>, List<String>> rows(
      List<StabilityResult> results, String law, List<Integer> sizes) {
    Map<List<String>, List<String>> rows = new LinkedHashMap<>();
    for (StabilityResult result : results) {
      List<BatchRateResult> rates = of(result, law);
      if (!rates.isEmpty()) {
        List<String> cells = sizes.stream().map(size -> cell(rates, size)).toList();
        String name = result.optimizer() + (result.meanSquare().held() ? " *" : "");
        List<String> row = new ArrayList<>(cells);
        row.add(name.endsWith("*") ? name : ""); // what is indicative shares no row with proofs
        addNew(rows.computeIfAbsent(row, any -> new ArrayList<>()), name);
      }
    }
    return rows;
  }

  private static String cell(List<BatchRateResult> rates, int size) {
    return rates.stream()
        .filter(rate -> rate.batchSize() == size)
        .map(rate -> bounds(rate.rate()))
        .findFirst()
        .orElse("-");
  }

  private static boolean isHeld(StabilityResult result) {
    return result.meanSquare().held();
  }

  private static boolean isTruncated(StabilityResult result, String law) {
    return !of(result, law).isEmpty() && result.meanSquare().truncated();
  }

  private static <T> void addNew(List<T> values, T value) {
    if (!values.contains(value)) {
      values.add(value);
    }
  }

  private static List<BatchRateResult> of(StabilityResult result, String law) {
    return result.meanSquare() == null
        ? List.of()
        : result.meanSquare().criticalLearningRates().stream()
            .filter(rate -> rate.sampling().equals(law))
            .toList();
  }

  private void printDetails(StabilityResult result) {
    out.println();
    out.println(
        INDENT
            + result.label()
            + ", "
            + result.sampling()
            + (result.state().equals("none") ? "" : ", at the state after " + result.state())
            + rateInForce(result));
    out.println(INDENT + INDENT + result.verdict() + ": " + result.reason());
    if (result.meanSquare() != null) {
      printNoise(result.meanSquare());
    }
    if (result.liveExponent() != null) {
      out.println(
          INDENT + INDENT + "exponent of the live step: " + exponent(result.liveExponent()));
    }
    if (result.atRest() != null) {
      printRest(result.atRest());
    }
    printConditions(result.conditions());
  }

  /** Where it is not the option that the label shows. */
  private static String rateInForce(StabilityResult result) {
    return result.learningRate() == null
            || !(result.options().get("learningRate") instanceof Number option)
            || option.doubleValue() == result.learningRate()
        ? ""
        : ", learning rate " + number(result.learningRate()) + " in force";
  }

  private void printNoise(MeanSquareResult noise) {
    if (noise.growthRate() == null && noise.exponent() == null) {
      return;
    }
    StringBuilder line = new StringBuilder(INDENT + INDENT);
    if (noise.growthRate() != null) {
      line.append("mean-square growth rate ").append(bounds(noise.growthRate()));
    }
    if (noise.exponent() != null) {
      line.append(noise.growthRate() == null ? "" : ", ")
          .append("almost-sure exponent ")
          .append(exponent(noise.exponent()));
    }
    line.append(
        noise.truncated()
            ? " (" + noise.modes() + " modes of at most " + noise.rows() + ")"
            : " (all " + noise.modes() + " modes)");
    out.println(line);
  }

  private void printRest(RestResult rest) {
    out.println(
        INDENT
            + INDENT
            + "while gradients vanish the preconditioner grows: "
            + (rest.steps() == null
                ? "the edge is never reached"
                : "the edge is reached after " + number(Math.ceil(rest.steps())) + " steps")
            + "; at the literal fixed point the sharpness would be "
            + number(rest.limit())
            + ", the edge is "
            + number(rest.edge()));
  }

  private void printConditions(List<ConditionResult> conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    TextTable table = new TextTable();
    table.row("condition", "value", "limit", "holds", "critical learning rate", "kind");
    for (ConditionResult condition : conditions) {
      table.row(
          condition.name(),
          number(condition.value()),
          number(condition.limit()),
          condition.holds() ? "yes" : "no",
          condition.criticalLearningRate() == null ? "-" : number(condition.criticalLearningRate()),
          condition.kind());
    }
    table.print(out, INDENT + INDENT);
  }

  private static String exponent(ExponentResult exponent) {
    return Double.isNaN(exponent.standardError())
        ? "about " + number(exponent.value()) + " a step, " + exponent.status()
        : number(exponent.value())
            + " +- "
            + String.format(Locale.ROOT, "%.1g", exponent.standardError())
            + " a step";
  }

  /** A bound or an estimate with its sign; a number that is known with as many digits as are. */
  private static String bounds(BoundsResult bounds) {
    if (bounds.meaning().equals(Meaning.EXACT.toString())) {
      return range(new Range(bounds.lower(), bounds.upper()));
    }
    if (bounds.meaning().equals(Meaning.ESTIMATE.toString())) {
      return "~" + number(bounds.keptModes());
    }
    if (bounds.upper() == null) {
      return ">= " + number(bounds.lower());
    }
    return bounds.lower() == null
        ? "<= " + number(bounds.upper())
        : number(bounds.lower()) + " .. " + number(bounds.upper());
  }

  private static String range(Range range) {
    if (range.lower() == null && range.upper() == null) {
      return "-";
    }
    String lower = range.lower() == null ? "?" : number(range.lower());
    String upper = range.upper() == null ? "?" : number(range.upper());
    return lower.equals(upper) ? lower : lower + " .. " + upper;
  }
}
