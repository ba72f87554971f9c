package org.escapement.host.reproduce.paper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Findings;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.host.reproduce.Trace;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.escapement.lab.figure.Figure;

/**
 * Figures 1 and 9: from a minimum on with other optimizers. The first one of the section {@code
 * escape} is gradient descent, the others are SGD.
 */
final class Switch implements Target {
  private static final double SOON = 200;
  private static final double HALF = 0.5;

  /** As far as the sharpness of a run that stays may drift. */
  private static final double STAYS = 0.1;

  private final boolean fromGradientDescent;

  private Switch(boolean fromGradientDescent) {
    this.fromGradientDescent = fromGradientDescent;
  }

  static Target fromGradientDescent() {
    return new Switch(true);
  }

  static Target fromQuasiNewton() {
    return new Switch(false);
  }

  @Override
  public String name() {
    return fromGradientDescent ? "fig1" : "fig9";
  }

  @Override
  public String title() {
    return fromGradientDescent
        ? "from a minimum of gradient descent to SGD at the same learning rate"
        : "gradient descent and SGD escape from minima of L-BFGS";
  }

  @Override
  public Findings findings(List<JobResult> jobs) throws IOException {
    List<Claim> claims = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    Chart sharpness = chart("sharpness a", true);
    Chart train = chart("training accuracy", false);
    Chart test = chart("test accuracy", false);
    for (JobResult job : jobs) {
      String start = job.results().at("/provenance/seed").asText();
      for (int i = 0; i < job.results().path("escape").size(); i++) {
        String label = job.escape(i).path("label").asText();
        Trace trace = job.trace(i, 0);
        claims.addAll(claims(job, i, trace, jobs.size() > 1 ? "start " + start + ", " : ""));
        rows.add(row(start, label, trace));
        if (job == jobs.get(0)) {
          double[] steps = trace.column("iteration");
          sharpness.line(label, steps, trace.column("sharpness"));
          train.line(label, steps, trace.column("trainAccuracy"));
          test.line(label, steps, trace.column("testAccuracy"));
        }
      }
    }
    double rate = jobs.get(0).escape(0).at("/options/learningRate").asDouble();
    sharpness.horizontal("2/η of gradient descent", 2 / rate);
    return new Findings(claims, COLUMNS, rows, Figure.of("", 2, List.of(sharpness, train, test)));
  }

  private static final List<String> COLUMNS =
      List.of(
          "start",
          "optimizer",
          "sharpness before",
          "halved after",
          "sharpness after",
          "least training accuracy",
          "training accuracy after",
          "test accuracy before",
          "test accuracy after");

  private static List<String> row(String start, String label, Trace trace) {
    return List.of(
        start,
        label,
        Jobs.number(trace.first("sharpness")),
        Jobs.number(trace.firstBelow("sharpness", HALF * trace.first("sharpness"))),
        Jobs.number(trace.last("sharpness")),
        Jobs.percent(Jobs.least(trace.column("trainAccuracy"))),
        Jobs.percent(trace.last("trainAccuracy")),
        Jobs.percent(trace.first("testAccuracy")),
        Jobs.percent(trace.last("testAccuracy")));
  }

  private List<Claim> claims(JobResult job, int index, Trace trace, String start) {
    String label = start + job.escape(index).path("label").asText();
    double before = trace.first("sharpness");
    double after = trace.last("sharpness");
    if (index == 0 && fromGradientDescent) {
      double drift = Math.abs(after / before - 1);
      return List.of(
          new Claim(
              label + ": stays, its sharpness as it was (10 % allowed)",
              Jobs.number(before),
              Jobs.number(after),
              drift <= STAYS));
    }
    if (index == 0) {
      double edge = 2 / job.escape(0).at("/options/learningRate").asDouble();
      return List.of(
          new Claim(
              label + ": leaves a minimum sharper than 2/eta for one that is not (2 % allowed)",
              "from above " + Jobs.number(edge) + " to below",
              "from " + Jobs.number(before) + " to " + Jobs.number(after),
              before > edge && after <= Jobs.OVER_THE_EDGE * edge));
    }
    double halved = trace.firstBelow("sharpness", HALF * before);
    return List.of(
        new Claim(
            label + ": escapes, its sharpness halved within 200 iterations",
            "by 200",
            "by " + Jobs.number(halved),
            halved <= SOON));
  }

  private static Chart chart(String quantity, boolean logarithmic) {
    return Chart.of(
        "",
        ChartAxis.linear("iterations"),
        logarithmic ? ChartAxis.logarithmic(quantity) : ChartAxis.linear(quantity));
  }
}
