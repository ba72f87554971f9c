package org.escapement.host.reproduce.paper;

import java.util.ArrayList;
import java.util.List;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Findings;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.escapement.lab.figure.Figure;

/** Table 3: the minima of L-BFGS that figure 9 starts from. */
final class StartingMinima implements Target {
  @Override
  public String name() {
    return "table3";
  }

  @Override
  public String title() {
    return "the minima of L-BFGS from which figure 9 starts";
  }

  @Override
  public Findings findings(List<JobResult> jobs) {
    List<List<String>> rows = new ArrayList<>();
    for (JobResult job : jobs) {
      rows.add(
          List.of(
              job.results().at("/provenance/seed").asText(),
              job.results().at("/provenance/parameters").asText(),
              job.results().at("/minimum/iterations").asText(),
              Jobs.number(job.number("/minimum/loss")),
              Jobs.percent(job.number("/minimum/trainAccuracy")),
              Jobs.percent(job.testAccuracy()),
              Jobs.number(job.sharpness()),
              Jobs.number(job.nonUniformity())));
    }
    double accuracy = Jobs.least(Jobs.values(jobs, job -> job.number("/minimum/trainAccuracy")));
    Chart chart =
        Chart.of(
                "Minima of L-BFGS",
                ChartAxis.linear("sharpness a"),
                ChartAxis.linear("non-uniformity s"))
            .points(
                "minimum",
                Jobs.values(jobs, JobResult::sharpness),
                Jobs.values(jobs, JobResult::nonUniformity));
    return new Findings(
        List.of(
            new Claim(
                "the minima fit every training example",
                "100 %",
                "at least " + Jobs.percent(accuracy),
                accuracy == 1)),
        List.of(
            "seed",
            "parameters",
            "iterations",
            "loss",
            "training accuracy",
            "test accuracy",
            "sharpness",
            "non-uniformity"),
        rows,
        Figure.of("", 1, List.of(chart)));
  }
}
