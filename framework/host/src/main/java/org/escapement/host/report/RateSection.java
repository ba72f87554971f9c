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
  private record Curve(String optimizer, String sampling, Series series) {}

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
    Map<String, Curve> curves = new LinkedHashMap<>();
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

  /** Optimizers that only differ in what rates do not depend on share a curve, and its name. */
  private static List<Series> distinct(Iterable<Curve> curves) {
    Map<String, List<Curve>> distinct = new LinkedHashMap<>();
    for (Curve curve : curves) {
      String data =
          curve.series().data().stream().map(Arrays::toString).collect(Collectors.joining());
      distinct.computeIfAbsent(curve.sampling() + data, any -> new ArrayList<>()).add(curve);
    }
    List<Series> styled = new ArrayList<>();
    for (List<Curve> same : distinct.values()) {
      Curve first = same.get(0);
      String names = same.stream().map(Curve::optimizer).collect(Collectors.joining(", "));
      styled.add(
          new Series(
              names + ", " + first.sampling(),
              first.series().kind(),
              styled.size(),
              first.series().data(),
              first.series().labels().stream().map(label -> names + ", " + label).toList()));
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

  private static void addPoints(Map<String, Curve> curves, String name, JsonNode rate) {
    double kept = Numbers.value(rate.at("/rate/keptModes"));
    double shown = Double.isNaN(kept) ? Numbers.value(rate.at("/rate/upper")) : kept;
    if (!(shown > 0) || Double.isInfinite(shown)) {
      return;
    }
    String sampling = rate.path("sampling").asText();
    String curve = name + ", " + sampling;
    curves
        .computeIfAbsent(
            curve, any -> new Curve(name, sampling, Series.of(curve, "line", curves.size())))
        .series()
        .at(
            rate.path("batchSize").asDouble(),
            Numbers.drawn(shown),
            "B = " + rate.path("batchSize").asText() + ": " + Numbers.text(shown));
  }
}
