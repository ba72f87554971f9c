package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.escapement.lab.result.RunDirectory;

/** The report of a run: verdicts, the diagram, trajectories, rates, spectrum, provenance. */
final class RunPage {
  private RunPage() {}

  static Page of(ResultFolder folder) throws IOException {
    JsonNode results = folder.json("results.json");
    JsonNode config = folder.yaml(RunDirectory.CONFIG);
    List<JsonNode> minima = new ArrayList<>(List.of(results));
    results.path("otherMinima").forEach(minima::add);
    Page page = Page.of(title(config), lead(results));
    for (int i = 0; i < minima.size(); i++) {
      page.add(MinimumSections.verdicts(minima.get(i), suffix(i)));
    }
    page.add(FaultTable.section(minima));
    page.add(DiagramSection.of(folder, minima));
    page.add(TrajectorySection.training(folder.csv("metrics.csv"), minima));
    page.add(TrajectorySection.escape(folder.csv("escape.csv")));
    for (int i = 0; i < minima.size(); i++) {
      page.add(RateSection.of(minima.get(i), suffix(i)));
    }
    for (int i = 0; i < minima.size(); i++) {
      page.add(
          MinimumSections.curvature(
              minima.get(i), results.at("/provenance/modelNotes"), suffix(i)));
      page.add(SpectrumSection.of(minima.get(i), suffix(i)));
      page.add(MinimumSections.conditions(minima.get(i), suffix(i)));
    }
    return page.add(
        ProvenanceSection.of(
            results.path("provenance"), RunDirectory.CONFIG, folder.text(RunDirectory.CONFIG)));
  }

  /** Behind the ids of the sections about a minimum. */
  private static String suffix(int index) {
    return index == 0 ? "" : "-" + (index + 1);
  }

  /** What was run, by the names that the config gives. */
  static String title(JsonNode config) {
    String model = config.at("/model/type").asText("model");
    String optimizer = config.at("/train/optimizer/type").asText("");
    String rate = Numbers.text(config.at("/train/optimizer/learningRate"));
    if (optimizer.isEmpty()) {
      return "Stability of " + model;
    }
    return model + " trained by " + optimizer + (rate.equals("–") ? "" : ", η = " + rate);
  }

  private static String lead(JsonNode results) {
    JsonNode minimum = results.path("minimum");
    StringBuilder lead = new StringBuilder();
    lead.append("Loss ").append(Numbers.text(minimum.get("loss")));
    if (minimum.path("iterations").asLong() > 0) {
      lead.append(" after ").append(minimum.path("iterations").asLong()).append(" iterations");
    }
    lead.append(" (").append(minimum.path("stopReason").asText()).append(")");
    JsonNode curvature = results.path("curvature");
    if (curvature.isObject()) {
      lead.append(", sharpness a = ").append(Numbers.text(curvature.at("/sharpness/value")));
      lead.append(", non-uniformity s = ")
          .append(Numbers.text(curvature.at("/nonUniformity/value")));
    }
    return lead.append('.').toString();
  }

  /** The name of a minimum in headings: nothing where it has none. */
  static String at(JsonNode minimum) {
    String name = minimum.at("/minimum/name").asText("");
    return name.isEmpty() || name.equals("null") ? "" : " at " + name;
  }
}
