package org.escapement.host.reproduce.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Findings;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.escapement.lab.figure.Figure;

/** Figures 5 and 6: what the batch size or the learning rate does to the minima that SGD finds. */
final class Influence implements Target {
  private static final double CLEAR = 0.5;

  private final String name;
  private final String what;
  private final ToDoubleFunction<JobResult> varied;
  private final ToDoubleFunction<JobResult> curve;
  private final String curveName;
  private final boolean growing;

  private Influence(
      String name,
      String what,
      ToDoubleFunction<JobResult> varied,
      String curveName,
      ToDoubleFunction<JobResult> curve,
      boolean growing) {
    this.name = name;
    this.what = what;
    this.varied = varied;
    this.curveName = curveName;
    this.curve = curve;
    this.growing = growing;
  }

  static Target ofBatchSize() {
    return new Influence(
        "fig5", "batch size B", JobResult::batchSize, "η = ", JobResult::learningRate, true);
  }

  static Target ofLearningRate() {
    return new Influence(
        "fig6", "learning rate η", JobResult::learningRate, "B = ", JobResult::batchSize, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return growing
        ? "influence of the batch size on the minima selected, and the theory's bounds"
        : "influence of the learning rate on the minima selected, and the theory's bounds";
  }

  @Override
  public Findings findings(List<JobResult> jobs) {
    List<Claim> claims = new ArrayList<>();
    Chart sharpness = chart("sharpness a");
    Chart nonUniformity = chart("non-uniformity s");
    Jobs.by(jobs, curve::applyAsDouble)
        .forEach(
            (value, alike) -> {
              String label = curveName + Jobs.given(value);
              double[] x = Jobs.values(alike, varied);
              trend(claims, label, "sharpness", x, Jobs.values(alike, JobResult::sharpness));
              trend(
                  claims, label, "non-uniformity", x, Jobs.values(alike, JobResult::nonUniformity));
              draw(sharpness, label, alike, JobResult::sharpness);
              draw(nonUniformity, label, alike, JobResult::nonUniformity);
              bound(sharpness, "2/η, " + label, alike, Jobs::edge);
              bound(nonUniformity, "1/(η√p), " + label, alike, Jobs::bound);
            });
    claims.add(Jobs.noneBeyondTheEdge(jobs));
    return new Findings(
        claims, COLUMNS, rows(jobs), Figure.of("", 2, List.of(sharpness, nonUniformity)));
  }

  private static final List<String> COLUMNS =
      List.of(
          "eta",
          "B",
          "sharpness",
          "2/eta",
          "non-uniformity",
          "1/(eta sqrt(p))",
          "within it",
          "runs");

  private static List<List<String>> rows(List<JobResult> jobs) {
    List<List<String>> rows = new ArrayList<>();
    Jobs.by(
            jobs,
            job -> String.format(Locale.ROOT, "%012.6f %09d", job.learningRate(), job.batchSize()))
        .values()
        .forEach(
            alike -> {
              JobResult first = alike.get(0);
              long within =
                  alike.stream().filter(job -> job.nonUniformity() <= Jobs.bound(job)).count();
              rows.add(
                  List.of(
                      Jobs.given(first.learningRate()),
                      Integer.toString(first.batchSize()),
                      Jobs.spread(Jobs.values(alike, JobResult::sharpness)),
                      Jobs.number(Jobs.edge(first)),
                      Jobs.spread(Jobs.values(alike, JobResult::nonUniformity)),
                      Jobs.number(Jobs.bound(first)),
                      within + " of " + alike.size(),
                      Integer.toString(alike.size())));
            });
    return rows;
  }

  private void trend(List<Claim> claims, String label, String quantity, double[] x, double[] y) {
    if (Jobs.least(x) == Jobs.largest(x)) {
      return;
    }
    double correlation = Jobs.rankCorrelation(x, y);
    claims.add(
        new Claim(
            label.replace("η", "eta")
                + ": the "
                + quantity
                + (growing ? " grows with the batch size" : " falls with the learning rate"),
            "rank correlation " + (growing ? "> 0.5" : "< -0.5"),
            Jobs.number(correlation),
            growing ? correlation > CLEAR : correlation < -CLEAR));
  }

  private Chart chart(String quantity) {
    return Chart.of("", ChartAxis.logarithmic(what), ChartAxis.logarithmic(quantity));
  }

  private void draw(
      Chart chart, String label, List<JobResult> jobs, ToDoubleFunction<JobResult> value) {
    chart.points(label, Jobs.values(jobs, varied), Jobs.values(jobs, value));
  }

  private void bound(
      Chart chart, String label, List<JobResult> jobs, ToDoubleFunction<JobResult> value) {
    var byX = Jobs.by(jobs, varied::applyAsDouble);
    double[] x = byX.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] y =
        byX.values().stream().mapToDouble(alike -> value.applyAsDouble(alike.get(0))).toArray();
    chart.boundary(label, x, y);
  }
}
