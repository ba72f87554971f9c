package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.report.Chart.Axis;
import org.escapement.host.report.Chart.Series;
import org.escapement.host.report.Page.Section;
import org.escapement.lab.figure.StabilityCsv;

/** The sharpness–non-uniformity diagram of a run. */
final class DiagramSection {
  /** How far beyond the axes regions without an end are drawn, so that zooming out finds them. */
  private static final double BEYOND = 1e3;

  private DiagramSection() {}

  static Section of(ResultFolder folder, List<JsonNode> minima) throws IOException {
    Section section = Section.of("diagram", "Sharpness and non-uniformity");
    Map<String, List<Map<String, String>>> panels = new LinkedHashMap<>();
    for (Map<String, String> row : folder.csv(StabilityCsv.FILE)) {
      panels.computeIfAbsent(row.get("panel"), any -> new ArrayList<>()).add(row);
    }
    panels.forEach((number, rows) -> section.chart(panel(number, rows, minima)));
    if (!section.blocks().isEmpty()) {
      section.text(
          "Filled: stable in mean square; exact for one parameter, a guide for more. Dashed: the"
              + " bounding box; for gradient steps, the conditions (9) of Wu, Ma & E 2018."
              + " Optimizers with a preconditioner see another curvature and have charts of their"
              + " own.");
    }
    return section;
  }

  private static Chart panel(String number, List<Map<String, String>> rows, List<JsonNode> minima) {
    String matrix = rows.get(0).get("matrix");
    boolean ofHessian = matrix.equals("H");
    Table table =
        Table.of("Places in the diagram", "what", "sharpness a", "non-uniformity s", "meaning");
    Series points = Series.of("minima", "points", 0);
    Map<String, List<Map<String, String>>> curves = new LinkedHashMap<>();
    List<double[]> shown = new ArrayList<>();
    for (Map<String, String> row : rows) {
      double a = Numbers.value(row.get("sharpness"));
      double s = Numbers.value(row.get("nonUniformity"));
      switch (row.get("point")) {
        case "minimum" ->
            addMinimum(
                points,
                table,
                ofHessian
                    ? "the minimum" + RunPage.at(minima.get(0))
                    : "the minimum, preconditioned",
                a,
                s);
        case "box" -> {
          shown.add(new double[] {a, s});
          table.row(
              row.get("optimizer"), Numbers.text(a), Numbers.text(s), "largest that are stable");
          curves.put(row.get("optimizer") + "/" + curves.size(), new ArrayList<>(List.of(row)));
        }
        default -> curves.values().stream().reduce((one, two) -> two).orElseThrow().add(row);
      }
    }
    if (ofHessian) {
      for (JsonNode other : minima.subList(1, minima.size())) {
        addMinimum(
            points,
            table,
            "the minimum" + RunPage.at(other),
            Numbers.value(other.at("/curvature/sharpness/value")),
            Numbers.value(other.at("/curvature/nonUniformity/value")));
      }
    }
    shown.addAll(points.data());
    DoubleSummaryStatistics across = range(shown, 0);
    DoubleSummaryStatistics up = range(shown, 1);
    boolean linear = isOfOneMagnitude(across) && isOfOneMagnitude(up);
    Axis x = axis("sharpness a of " + matrix, across, linear);
    Axis y = axis("non-uniformity s of " + matrix, up, linear);
    String title =
        ofHessian
            ? "Regions of the optimizers and the minimum"
            : curves.values().iterator().next().get(0).get("optimizer");
    Chart chart =
        Chart.of(
            "diagram-" + number,
            title,
            "The plane of sharpness and non-uniformity with the region where each optimizer is"
                + " stable, and the minimum in it. The table has the same places as numbers.",
            x,
            y,
            table);
    int style = 0;
    for (List<Map<String, String>> curve : curves.values()) {
      addRegion(chart, curve, style++);
    }
    return chart.add(points);
  }

  private static void addMinimum(Series points, Table table, String name, double a, double s) {
    table.row(name, Numbers.text(a), Numbers.text(s), "minimum");
    if (Double.isFinite(a) && Double.isFinite(s)) {
      points.at(
          Numbers.drawn(a),
          Numbers.drawn(s),
          name + ": a = " + Numbers.text(a) + ", s = " + Numbers.text(s));
    }
  }

  private static DoubleSummaryStatistics range(List<double[]> shown, int coordinate) {
    return shown.stream()
        .mapToDouble(point -> point[coordinate])
        .filter(value -> Double.isFinite(value) && value > 0)
        .summaryStatistics();
  }

  private static boolean isOfOneMagnitude(DoubleSummaryStatistics range) {
    return range.getCount() == 0 || range.getMax() <= Chart.LINEAR_WITHIN * range.getMin();
  }

  private static Axis axis(String name, DoubleSummaryStatistics range, boolean linear) {
    if (range.getCount() == 0) {
      return new Axis(name, false, 0.0, 1.0);
    }
    return linear
        ? new Axis(name, false, 0.0, Numbers.drawn(1.15 * range.getMax()))
        : new Axis(
            name, true, Numbers.drawn(range.getMin() / 6), Numbers.drawn(2 * range.getMax()));
  }

  private static void addRegion(Chart chart, List<Map<String, String>> rows, int style) {
    String name = rows.get(0).get("optimizer");
    Series region = Series.of(name, "region", style);
    for (Map<String, String> row : rows.subList(1, rows.size())) {
      double a = Numbers.value(row.get("sharpness"));
      double s = Numbers.value(row.get("nonUniformity"));
      if (!Double.isNaN(a) && !Double.isNaN(s)) {
        region.at(within(chart.x(), a), within(chart.y(), s));
      }
    }
    double boxA = Numbers.value(rows.get(0).get("sharpness"));
    double boxS = Numbers.value(rows.get(0).get("nonUniformity"));
    chart.add(region);
    if (boxA > 0 && boxS > 0) {
      double right = within(chart.x(), boxA);
      double top = within(chart.y(), boxS);
      chart.add(
          Series.of(name, "box", style)
              .at(within(chart.x(), 0), top)
              .at(right, top)
              .at(right, within(chart.y(), 0)));
    }
  }

  private static double within(Axis axis, double value) {
    double low = axis.log() ? axis.min() / BEYOND : 0;
    return Numbers.drawn(Math.max(low, Math.min(axis.max() * BEYOND, value)));
  }
}
