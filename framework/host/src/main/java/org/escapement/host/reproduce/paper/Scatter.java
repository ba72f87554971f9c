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

/** Figures 7 and 8: one quantity of minima against another, over many models. */
final class Scatter implements Target {
  private static final double STRONG = 0.8;

  private final boolean ofNonUniformity;

  private Scatter(boolean ofNonUniformity) {
    this.ofNonUniformity = ofNonUniformity;
  }

  static Target ofNonUniformity() {
    return new Scatter(true);
  }

  static Target ofTestAccuracy() {
    return new Scatter(false);
  }

  @Override
  public String name() {
    return ofNonUniformity ? "fig7" : "fig8";
  }

  @Override
  public String title() {
    return ofNonUniformity
        ? "sharpness and non-uniformity of all minima"
        : "sharpness and test accuracy of many models, trained on corrupted labels too";
  }

  @Override
  public Findings findings(List<JobResult> jobs) {
    ToDoubleFunction<JobResult> up =
        ofNonUniformity ? JobResult::nonUniformity : JobResult::testAccuracy;
    double correlation =
        Jobs.rankCorrelation(Jobs.values(jobs, JobResult::sharpness), Jobs.values(jobs, up));
    Claim claim =
        ofNonUniformity
            ? new Claim(
                "the non-uniformity is nearly proportional to the sharpness",
                "rank correlation > 0.8",
                Jobs.number(correlation),
                correlation > STRONG)
            : new Claim(
                "flatter minima have the better test accuracy",
                "rank correlation < 0",
                Jobs.number(correlation),
                correlation < 0);
    Chart chart =
        Chart.of(
            "",
            ChartAxis.logarithmic("sharpness a"),
            ofNonUniformity
                ? ChartAxis.logarithmic("non-uniformity s")
                : ChartAxis.linear("test accuracy"));
    List<List<String>> rows = new ArrayList<>();
    Jobs.by(jobs, Scatter::group)
        .forEach(
            (group, alike) -> {
              double[] sharpness = Jobs.values(alike, JobResult::sharpness);
              chart.points(
                  group.substring(group.indexOf('|') + 1), sharpness, Jobs.values(alike, up));
              rows.add(
                  List.of(
                      group.substring(group.indexOf('|') + 1).replace("η", "eta"),
                      Jobs.spread(sharpness),
                      Jobs.spread(Jobs.values(alike, JobResult::nonUniformity)),
                      Jobs.percent(Jobs.mean(Jobs.values(alike, JobResult::testAccuracy))),
                      Integer.toString(alike.size())));
            });
    return new Findings(
        List.of(claim),
        List.of("found by", "sharpness", "non-uniformity", "test accuracy", "runs"),
        rows,
        Figure.of("", 1, List.of(chart)));
  }

  /** What stands together in the legend, with what orders it in front of the bar. */
  private static String group(JobResult job) {
    boolean all = job.batchSize() >= job.examples();
    return String.format(
        Locale.ROOT,
        "%09d %012.6f|%s, η = %s%s",
        job.batchSize(),
        job.learningRate(),
        job.optimizer(),
        Jobs.given(job.learningRate()),
        all ? "" : ", B = " + job.batchSize());
  }
}
