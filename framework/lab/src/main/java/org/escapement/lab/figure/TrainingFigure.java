package org.escapement.lab.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.escapement.lab.training.TrainingMetrics;

/**
 * The picture of a training: the loss over the iterations on a logarithmic axis and, where it was
 * measured, the sharpness below. The edge of stability is a line there, as long as it is one number
 * that the sharpness is to be compared with. For a method with a preconditioner, or with a rate
 * that changes, a third panel has the preconditioned sharpness as a multiple of the edge that the
 * method had at the time. Values that an axis cannot show (NaN, infinities, zero on a logarithmic
 * axis) leave a gap, and the legend counts them.
 */
public final class TrainingFigure {
  private static final double WIDTH = 900;
  private static final double PANEL_HEIGHT = 320;

  private TrainingFigure() {}

  /**
   * The figure of a training.
   *
   * @param title above all panels
   * @param metrics what was seen of it, in order
   */
  public static Figure of(String title, List<TrainingMetrics> metrics) {
    return Figure.of(title, 1, panels(metrics)).withCharts(WIDTH, PANEL_HEIGHT);
  }

  private static List<Chart> panels(List<TrainingMetrics> metrics) {
    double last = Math.max(1, metrics.isEmpty() ? 1 : metrics.get(metrics.size() - 1).iteration());
    ChartAxis iterations = ChartAxis.linear("iteration").from(0, last);
    List<Chart> panels = new ArrayList<>();
    panels.add(
        curve(iterations, ChartAxis.logarithmic("loss"), "loss", metrics, TrainingMetrics::loss));
    List<TrainingMetrics> measured =
        metrics.stream().filter(row -> row.sharpness().isPresent()).toList();
    if (!measured.isEmpty()) {
      Chart sharpness =
          curve(
              iterations,
              ChartAxis.linear("sharpness"),
              "sharpness",
              measured,
              row -> row.sharpness().getAsDouble());
      commonEdge(measured)
          .ifPresent(
              edge ->
                  sharpness.horizontal(
                      String.format(Locale.ROOT, "edge of stability %.4g", edge), edge));
      panels.add(sharpness);
    }
    List<TrainingMetrics> compared =
        metrics.stream().filter(row -> row.shareOfEdge().isPresent()).toList();
    if (commonEdge(measured).isEmpty() && !compared.isEmpty()) {
      panels.add(
          curve(
                  iterations,
                  ChartAxis.logarithmic("sharpness / edge"),
                  "preconditioned sharpness / edge",
                  compared,
                  row -> row.shareOfEdge().getAsDouble())
              .horizontal("edge of stability", 1));
    }
    return panels;
  }

  private static Chart curve(
      ChartAxis iterations,
      ChartAxis values,
      String name,
      List<TrainingMetrics> rows,
      ToDoubleFunction<TrainingMetrics> value) {
    return Chart.of("", iterations, values)
        .line(
            name,
            rows.stream().mapToDouble(TrainingMetrics::iteration).toArray(),
            rows.stream().mapToDouble(value).toArray());
  }

  /** The edge that the sharpness itself was to be compared with all the time. */
  private static OptionalDouble commonEdge(List<TrainingMetrics> measured) {
    OptionalDouble first = measured.isEmpty() ? OptionalDouble.empty() : measured.get(0).edge();
    boolean common =
        measured.stream()
            .allMatch(
                row ->
                    row.edge().equals(first)
                        && row.preconditionedSharpness().equals(row.sharpness()));
    return common ? first : OptionalDouble.empty();
  }
}
