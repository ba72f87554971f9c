package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.escapement.host.report.Page.Fold;
import org.escapement.host.report.Page.Section;

/** What was found out about one minimum, as tables. */
final class MinimumSections {
  private MinimumSections() {}

  /** The verdict on each optimizer, and what its escape trials showed. */
  static Section verdicts(JsonNode minimum, String suffix) {
    Section section = Section.of("verdicts" + suffix, "Who stays" + RunPage.at(minimum));
    JsonNode stability = minimum.path("stability");
    JsonNode escape = minimum.path("escape");
    if (stability.isEmpty() && escape.isEmpty()) {
      return section.text("No optimizer's stability was analysed here, and none tried to leave.");
    }
    Table table =
        Table.of(
            "Verdict of the theory on each optimizer",
            "optimizer",
            "verdict",
            "critical learning rate",
            "longest step",
            "reason");
    for (JsonNode found : stability) {
      JsonNode steps = found.path("fixedPoint");
      double longest =
          Math.max(Numbers.value(steps.get("maxOfBatches")), Numbers.value(steps.get("fullBatch")));
      table.row(
          found.path("label").asText(),
          found.path("verdict").asText(),
          Numbers.range(found.get("criticalLearningRate")),
          Numbers.text(longest)
              + (steps.path("fixedPoint").asBoolean(true) ? "" : " (not a fixed point)"),
          found.path("reason").asText());
    }
    section.table(table);
    Table trials = trials(escape);
    if (!trials.rows().isEmpty()) {
      JsonNode first = escape.get(0);
      section
          .table(trials)
          .text(
              "Trials started "
                  + Numbers.text(first.get("perturbation"))
                  + " away from the minimum; beyond "
                  + Numbers.text(first.get("distance"))
                  + " they count as escaped.");
    }
    return section;
  }

  private static Table trials(JsonNode escape) {
    Table table =
        Table.of(
            "Escape trials",
            "optimizer",
            "predicted",
            "escaped",
            "95 % interval of the share",
            "median steps");
    for (JsonNode trial : escape) {
      addTrial(table, trial, trial.path("label").asText());
      if (trial.path("control").isObject()) {
        addTrial(
            table, trial.get("control"), "control: " + trial.get("control").path("label").asText());
      }
    }
    return table;
  }

  private static void addTrial(Table table, JsonNode trial, String label) {
    JsonNode share = trial.path("escapedFraction");
    table.row(
        label,
        trial.at("/prediction/outcome").asText("–"),
        trial.path("escaped").asText() + " of " + trial.path("trials").asText(),
        share.isObject()
            ? Numbers.text(share.get("lower")) + " – " + Numbers.text(share.get("upper"))
            : "–",
        Numbers.text(trial.get("medianSteps")));
  }

  /**
   * Sharpness and its kin, with residuals.
   *
   * @param modelNotes what the model says has to be known to read them
   */
  static Section curvature(JsonNode minimum, JsonNode modelNotes, String suffix) {
    Section section = Section.of("curvature" + suffix, "Curvature" + RunPage.at(minimum));
    JsonNode curvature = minimum.path("curvature");
    if (!curvature.isObject()) {
      return section;
    }
    section.text(
        "Second derivatives "
            + curvature.path("method").asText()
            + (Numbers.isNone(curvature.get("productError"))
                ? ""
                : " (products good to about " + Numbers.text(curvature.get("productError")) + ")")
            + "; loss = "
            + curvature.path("lossConvention").asText()
            + ". Residuals bound the distance to an eigenvalue.");
    if (!Numbers.isNone(curvature.get("degeneracy"))) {
      section.warning(curvature.get("degeneracy").asText());
    }
    modelNotes.forEach(note -> section.warning(note.asText()));
    if (!Numbers.isNone(curvature.get("normalization"))) {
      section.text("Examples are normalised by " + curvature.get("normalization").asText() + ".");
    }
    section.table(
        Table.of("Curvature at the minimum", "quantity", "value ± residual", "products")
            .row(cells("sharpness a = λmax(H)", curvature.get("sharpness")))
            .row(cells("non-uniformity s = λmax(Σ)^½", curvature.get("nonUniformity")))
            .row(cells("smallest eigenvalue λmin(H)", curvature.get("smallestEigenvalue")))
            .row(cells("λmax of the Gauss–Newton part", curvature.get("gaussNewtonSharpness"))));
    Table layers =
        Table.of(
            "Layers alone, all others held", "layer", "parameters", "sharpness", "non-uniformity");
    for (JsonNode layer : curvature.path("layers")) {
      layers.row(
          layer.path("name").asText(),
          layer.path("parameters").asText(),
          Numbers.quantity(layer.get("sharpness")),
          Numbers.quantity(layer.get("nonUniformity")));
    }
    return section.table(layers);
  }

  private static String[] cells(String name, JsonNode quantity) {
    return new String[] {
      name,
      Numbers.quantity(quantity),
      quantity == null ? "–" : Numbers.text(quantity.get("iterations"))
    };
  }

  /** Every condition that a verdict rests on. */
  static Section conditions(JsonNode minimum, String suffix) {
    Section section =
        Section.of("conditions" + suffix, "Conditions behind the verdicts" + RunPage.at(minimum));
    for (JsonNode found : minimum.path("stability")) {
      Table table =
          Table.of(
              found.path("label").asText() + ", " + found.path("sampling").asText(),
              "condition",
              "value",
              "limit",
              "holds",
              "critical learning rate",
              "kind");
      for (JsonNode condition : found.path("conditions")) {
        table.row(
            condition.path("name").asText(),
            Numbers.text(condition.get("value")),
            Numbers.text(condition.get("limit")),
            condition.path("holds").asBoolean() ? "yes" : "no",
            Numbers.text(condition.get("criticalLearningRate")),
            condition.path("kind").asText());
      }
      section.fold(
          new Fold(
              found.path("label").asText() + ": " + found.path("verdict").asText(),
              noise(found),
              table.rows().isEmpty() ? null : table,
              null));
    }
    return section;
  }

  /** Growth rate and exponent in words. */
  private static String noise(JsonNode found) {
    StringBuilder text = new StringBuilder(found.path("reason").asText()).append('.');
    JsonNode noise = found.path("meanSquare");
    if (noise.path("growthRate").isObject()) {
      text.append(" Mean-square growth rate ")
          .append(Numbers.range(noise.get("growthRate")))
          .append(" a step (")
          .append(noise.at("/growthRate/meaning").asText())
          .append(").");
    }
    JsonNode exponent =
        noise.path("exponent").isObject() ? noise.get("exponent") : found.path("liveExponent");
    if (exponent.isObject()) {
      text.append(" Almost-sure exponent ")
          .append(Numbers.text(exponent.get("value")))
          .append(" ± ")
          .append(Numbers.text(exponent.get("standardError")))
          .append(" a step (standard error).");
    }
    return text.toString();
  }
}
