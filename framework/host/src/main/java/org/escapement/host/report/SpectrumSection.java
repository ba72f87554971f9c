package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.escapement.host.report.Chart.Axis;
import org.escapement.host.report.Chart.Series;
import org.escapement.host.report.Page.Section;

/** Leading eigenvalues of the Hessian and the density of all. */
final class SpectrumSection {
  /** What is smaller than this share of the largest density is the far end of a kernel. */
  private static final double LEAST_SHARE = 1e-9;

  private SpectrumSection() {}

  static Section of(JsonNode minimum, String suffix) {
    Section section =
        Section.of("spectrum" + suffix, "Spectrum of the Hessian" + RunPage.at(minimum));
    JsonNode spectrum = minimum.at("/curvature/spectrum");
    if (!spectrum.isObject()) {
      return section;
    }
    Table leading = Table.of("Leading eigenvalues", "number", "value ± residual");
    Series points = Series.of("leading eigenvalues", "points", 0);
    for (JsonNode pair : spectrum.path("leading")) {
      String number = Integer.toString(leading.rows().size() + 1);
      leading.row(number, Numbers.quantity(pair));
      double value = Numbers.value(pair.get("value"));
      if (value > 0) {
        points.at(
            leading.rows().size(),
            Numbers.drawn(value),
            "eigenvalue " + number + ": " + Numbers.text(value));
      }
    }
    section.chart(
        Chart.of(
                "eigenvalues-chart" + suffix,
                "Leading eigenvalues of the Hessian",
                "The largest eigenvalues of the Hessian in falling order, on a logarithmic axis.",
                Axis.linear("number"),
                Axis.logarithmic("eigenvalue"),
                leading)
            .add(points)
            .fitted());
    if (!spectrum.path("leadingStatus").asText("converged").equals("converged")) {
      section.warning(
          "The search for leading eigenvalues ended early ("
              + spectrum.path("leadingStatus").asText()
              + "): larger ones may be missing.");
    }
    return density(section, spectrum.path("density"), suffix);
  }

  private static Section density(Section section, JsonNode density, String suffix) {
    Table table = Table.of("Density of the eigenvalues", "eigenvalue", "density ± standard error");
    Series curve = Series.of("density", "line", 1);
    double largest = 0;
    for (JsonNode value : density.path("values")) {
      largest = Math.max(largest, Numbers.value(value));
    }
    for (int i = 0; i < density.path("points").size(); i++) {
      double at = Numbers.value(density.get("points").get(i));
      double value = Numbers.value(density.get("values").get(i));
      table.row(
          Numbers.text(at),
          Numbers.text(value) + " ± " + Numbers.text(density.at("/standardErrors/" + i)));
      if (value > LEAST_SHARE * largest) {
        curve.at(Numbers.drawn(at), Numbers.drawn(value));
      }
    }
    if (table.rows().isEmpty()) {
      return section;
    }
    return section
        .chart(
            Chart.of(
                    "density-chart" + suffix,
                    "Density of all eigenvalues",
                    "The smoothed density of the Hessian's eigenvalues by stochastic Lanczos"
                        + " quadrature, on a logarithmic axis.",
                    Axis.linear("eigenvalue"),
                    Axis.logarithmic("density"),
                    table)
                .add(curve)
                .fitted())
        .text(
            "Stochastic Lanczos quadrature: "
                + Numbers.text(density.get("probes"))
                + " probes of "
                + Numbers.text(density.get("steps"))
                + " steps, smoothed by a Gaussian of width "
                + Numbers.text(density.get("width"))
                + ".");
  }
}
