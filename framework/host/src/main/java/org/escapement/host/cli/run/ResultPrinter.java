package org.escapement.host.cli.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.escapement.host.cli.text.TextTable;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.result.RunResults.LayerCurvatureResult;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.result.RunResults.Quantity;

/** Results as tables for people. */
final class ResultPrinter {
  private static final String INDENT = "  ";

  private final PrintWriter out;

  ResultPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(RunResults results) {
    print(
        new MinimumResults(
            results.minimum(),
            results.curvature(),
            results.stability(),
            results.escape(),
            results.faults()));
    results.otherMinima().forEach(this::print);
    if (!results.provenance().modelNotes().isEmpty()) {
      out.println();
      results.provenance().modelNotes().forEach(note -> out.println("model: " + note));
    }
  }

  private void print(MinimumResults results) {
    out.println();
    printMinimum(results.minimum());
    if (results.curvature() != null) {
      printCurvature(results.curvature());
    }
    if (!results.stability().isEmpty()) {
      new StabilityPrinter(out).print(results.stability());
    }
    if (!results.escape().isEmpty()) {
      new EscapePrinter(out).print(results.escape());
    }
  }

  private void printMinimum(Minimum minimum) {
    StringBuilder line = new StringBuilder("minimum");
    if (minimum.name() != null) {
      line.append(' ').append(minimum.name());
    }
    line.append(": loss ").append(number(minimum.loss()));
    if (minimum.iterations() > 0) {
      line.append(" after ").append(minimum.iterations()).append(" iterations");
    }
    line.append(", ").append(minimum.stopReason());
    if (minimum.trainAccuracy() != null) {
      line.append(", train accuracy ").append(percent(minimum.trainAccuracy()));
    }
    if (minimum.testAccuracy() != null) {
      line.append(", test accuracy ").append(percent(minimum.testAccuracy()));
    }
    out.println(line);
    if (minimum.optimizerState() != null && !minimum.optimizerState().isEmpty()) {
      out.println(
          minimum.optimizerState().entrySet().stream()
              .map(entry -> entry.getKey() + ' ' + number(entry.getValue()))
              .collect(Collectors.joining(", ", INDENT + "optimizer's state: ", "")));
    }
  }

  private void printCurvature(CurvatureResult curvature) {
    out.println(
        INDENT
            + "sharpness a = "
            + quantity(curvature.sharpness())
            + ", non-uniformity s = "
            + quantity(curvature.nonUniformity()));
    out.println(
        INDENT
            + "second derivatives "
            + curvature.method()
            + (curvature.productError() == null
                ? ""
                : " (products good to about " + number(curvature.productError()) + ")")
            + "; loss = "
            + curvature.lossConvention());
    if (curvature.normalization() != null) {
      out.println(INDENT + "normalisation by " + curvature.normalization());
    }
    if (!curvature.layers().isEmpty()) {
      printLayers(curvature.layers());
    }
    if (curvature.degeneracy() != null) {
      out.println(INDENT + curvature.degeneracy());
    }
  }

  private void printLayers(List<LayerCurvatureResult> layers) {
    TextTable table = new TextTable();
    table.row("layer alone", "parameters", "sharpness", "non-uniformity");
    for (LayerCurvatureResult layer : layers) {
      table.row(
          layer.name(),
          Long.toString(layer.parameters()),
          quantity(layer.sharpness()),
          quantity(layer.nonUniformity()));
    }
    table.print(out, INDENT);
  }

  private static String quantity(Quantity quantity) {
    String text =
        number(quantity.value()) + " +- " + String.format(Locale.ROOT, "%.1g", quantity.residual());
    return quantity.status().equals("converged") ? text : text + " (" + quantity.status() + ")";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Five digits: enough to compare, few enough to read. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.5g", value);
  }
}
