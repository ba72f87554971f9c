package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escapement.host.report.Chart.Axis;
import org.escapement.host.report.Chart.Series;

/** Minima in the plane of sharpness and non-uniformity, grouped. */
final class Scatter {
  private final String id;
  private final String title;
  private final Map<String, Series> groups = new LinkedHashMap<>();
  private final Table table =
      Table.of("Places of the minima", "minimum", "sharpness a", "non-uniformity s");

  Scatter(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Adds a minimum, unless its curvature is not known or no positive number. */
  void add(String group, String label, JsonNode curvature) {
    double a = Numbers.value(curvature.at("/sharpness/value"));
    double s = Numbers.value(curvature.at("/nonUniformity/value"));
    if (!(a > 0 && s > 0) || Double.isInfinite(a) || Double.isInfinite(s)) {
      return;
    }
    table.row(label, Numbers.text(a), Numbers.text(s));
    groups
        .computeIfAbsent(group, any -> Series.of(group, "points", groups.size()))
        .at(
            Numbers.drawn(a),
            Numbers.drawn(s),
            label + ": a = " + Numbers.text(a) + ", s = " + Numbers.text(s));
  }

  Chart chart() {
    Chart chart =
        Chart.of(
            id,
            title,
            "Each point is a minimum: its sharpness to the right, its non-uniformity upwards."
                + " The table has the same places as numbers.",
            Axis.logarithmic("sharpness a"),
            Axis.logarithmic("non-uniformity s"),
            table);
    groups.values().forEach(chart::add);
    return chart.fitted();
  }
}
