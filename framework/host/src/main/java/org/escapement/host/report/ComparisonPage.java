package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.report.Page.Section;
import org.escapement.lab.result.RunDirectory;

/** The report of a comparison: who stays at whose minima, and how these differ. */
final class ComparisonPage {
  private ComparisonPage() {}

  static Page of(ResultFolder folder) throws IOException {
    JsonNode results = folder.json("results.json");
    JsonNode config = folder.yaml(RunDirectory.CONFIG);
    int found = 0;
    for (JsonNode training : results.path("trainings")) {
      found += training.path("found").asBoolean() ? 1 : 0;
    }
    return Page.of(
            "Minima of " + config.at("/model/type").asText("model") + " by optimizer",
            results.path("optimizers").size()
                + " optimizers, "
                + results.path("trainings").size()
                + " trainings, of which "
                + found
                + " found a minimum.")
        .add(verdicts(results))
        .add(FaultTable.section(results.path("trainings")))
        .add(diagram(results))
        .add(optimizers(results))
        .add(trainings(results))
        .add(
            ProvenanceSection.of(
                results.path("provenance"), RunDirectory.CONFIG, folder.text(RunDirectory.CONFIG)));
  }

  private static Section verdicts(JsonNode results) {
    List<String> columns = new ArrayList<>(List.of("minima of"));
    results.path("optimizers").forEach(of -> columns.add(of.path("id").asText()));
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (JsonNode cell : results.path("verdicts")) {
      String foundBy = cell.path("foundBy").asText();
      rows.computeIfAbsent(foundBy, any -> new ArrayList<>(List.of(foundBy))).add(inWords(cell));
    }
    Table table =
        new Table(
            "Would it stay? Rows: whose minima. Columns: who is asked. Below the verdicts the mean"
                + " multiple of the asked optimizer's own edge.",
            columns,
            new ArrayList<>());
    rows.values().forEach(cells -> table.row(cells.toArray(String[]::new)));
    return Section.of("verdicts", "Who stays at whose minima").table(table);
  }

  private static String inWords(JsonNode cell) {
    List<String> words = new ArrayList<>();
    cell.path("counts")
        .properties()
        .forEach(
            count ->
                words.add(
                    count.getKey()
                        + " "
                        + count.getValue().asText()
                        + "/"
                        + cell.path("minima").asText()));
    JsonNode share = cell.at("/shareOfEdge/mean");
    if (!Numbers.isNone(share)) {
      words.add(Numbers.text(share) + " × edge");
    }
    return words.isEmpty() ? "no minimum" : String.join("; ", words);
  }

  private static Section diagram(JsonNode results) {
    Scatter scatter = new Scatter("diagram-1", "The minima, by the optimizer that found them");
    for (JsonNode training : results.path("trainings")) {
      scatter.add(
          training.path("id").asText(),
          training.path("id").asText() + ", seed " + training.path("seed").asText(),
          training.path("curvature"));
    }
    return Section.of("diagram", "Sharpness and non-uniformity").chart(scatter.chart());
  }

  private static Section optimizers(JsonNode results) {
    Table table =
        Table.of(
            "Means over the minima found",
            "optimizer",
            "label",
            "found",
            "sharpness",
            "non-uniformity",
            "share of own edge",
            "test accuracy",
            "sharpness as a multiple of the first's");
    for (JsonNode of : results.path("optimizers")) {
      JsonNode ratio = of.path("sharpnessRatio");
      table.row(
          of.path("id").asText(),
          of.path("label").asText(),
          of.path("found").asText() + " of " + of.path("trainings").asText(),
          spread(of.path("sharpness")),
          spread(of.path("nonUniformity")),
          spread(of.path("shareOfEdge")),
          spread(of.path("testAccuracy")),
          ratio.isObject()
              ? Numbers.text(ratio.get("geometricMean"))
                  + " ("
                  + Numbers.text(ratio.get("lowest"))
                  + " – "
                  + Numbers.text(ratio.get("highest"))
                  + ")"
              : "–");
    }
    return Section.of("optimizers", "Optimizers")
        .table(table)
        .text(
            "Means ± standard deviations of the sample; ratios seed by seed, as geometric means.");
  }

  private static String spread(JsonNode spread) {
    if (Numbers.isNone(spread.get("mean"))) {
      return "–";
    }
    String deviation =
        Numbers.isNone(spread.get("standardDeviation"))
            ? ""
            : " ± " + Numbers.text(spread.get("standardDeviation"));
    return Numbers.text(spread.get("mean")) + deviation;
  }

  private static Section trainings(JsonNode results) {
    Table table =
        Table.of(
            "Every training",
            "training",
            "ended",
            "iterations",
            "loss",
            "sharpness",
            "non-uniformity",
            "test accuracy");
    for (JsonNode training : results.path("trainings")) {
      JsonNode minimum = training.path("minimum");
      table.row(
          training.path("id").asText() + ", seed " + training.path("seed").asText(),
          minimum.path("stopReason").asText("failed"),
          Numbers.text(minimum.get("iterations")),
          Numbers.text(minimum.get("loss")),
          Numbers.quantity(training.path("curvature").get("sharpness")),
          Numbers.quantity(training.path("curvature").get("nonUniformity")),
          Numbers.percent(minimum.get("testAccuracy")));
    }
    return Section.of("trainings", "Trainings").table(table);
  }
}
