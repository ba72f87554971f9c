package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.escapement.host.report.Chart.Axis;
import org.escapement.host.report.Chart.Series;
import org.escapement.host.report.Page.Section;

/** Critical learning rates by batch size. */
final class RateSection {
  private RateSection() {}

  static Section of(JsonNode minimum, String suffix) {
    Section section =
        Section.of("rates" + suffix, "Critical learning rates by batch size" + RunPage.at(minimum));
    Table table =
        Table.of(
            "Critical learning rate in mean square",
            "optimizer",
            "batch size",
            "sampling",
            "proven bounds",
            "of the leading modes",
            "meaning");
    Map<String, Series> curves = new LinkedHashMap<>();
    boolean held = false;
    for (JsonNode found : minimum.path("stability")) {
      boolean heldHere = found.at("/meanSquare/held").asBoolean();
      String star = heldHere ? " *" : "";
      for (JsonNode rate : found.at("/meanSquare/criticalLearningRates")) {
        held |= heldHere;
        addRow(table, found.path("label").asText() + star, rate);
        addPoints(curves, found.path("label").asText() + star, rate);
      }
    }
    if (table.rows().isEmpty()) {
      return section;
    }
    Chart chart =
        Chart.of(
            "rates-chart" + suffix,
            "Critical learning rate by batch size",
            "Critical learning rates of each optimizer over the batch size: the leading modes' estimate or, where there is none, the proven"
                + " upper bound.",
            Axis.logarithmic("batch size B"),
            Axis.logarithmic("critical learning rate"),
            null);
    distinct(curves.values()).forEach(chart::add);
    section.chart(chart.fitted()).table(table);
    return held
        ? section.text(
            "* indicative: the preconditioner is held as it was at the state that was linearized.")
        : section;
  }

  /** Optimizers that only differ in what rates do not depend on share a curve. */
  private static List<Series> distinct(Iterable<Series> curves) {
    Map<String, Series> distinct = new LinkedHashMap<>();
    for (Series curve : curves) {
      String data = curve.data().stream().map(Arrays::toString).collect(Collectors.joining());
      distinct.putIfAbsent(data, curve);
    }
    List<Series> styled = new ArrayList<>();
    for (Series curve : distinct.values()) {
      styled.add(
          new Series(curve.name(), curve.kind(), styled.size(), curve.data(), curve.labels()));
    }
    return styled;
  }

  private static void addRow(Table table, String name, JsonNode rate) {
    table.row(
        name,
        rate.path("batchSize").asText(),
        rate.path("sampling").asText(),
        Numbers.range(rate.get("rate")),
        Numbers.text(rate.at("/rate/keptModes")),
        rate.at("/rate/meaning").asText("–"));
  }

  private static void addPoints(Map<String, Series> curves, String name, JsonNode rate) {
    double kept = Numbers.value(rate.at("/rate/keptModes"));
    double shown = Double.isNaN(kept) ? Numbers.value(rate.at("/rate/upper")) : kept;
    if (!(shown > 0) || Double.isInfinite(shown)) {
      return;
    }
    String sampling = rate.path("sampling").asText();
    String curve = name + ", " + sampling;
    curves
        .computeIfAbsent(curve, any -> Series.of(curve, "line", curves.size()))
        .at(
            rate.path("batchSize").asDouble(),
            Numbers.drawn(shown),
            name + ", B = " + rate.path("batchSize").asText() + ": " + Numbers.text(shown));
  }
}
