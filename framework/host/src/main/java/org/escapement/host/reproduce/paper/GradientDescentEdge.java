package org.escapement.host.reproduce.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Findings;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.escapement.lab.figure.Figure;

/** Table 2: the sharpness of what gradient descent finds, against 2/η. */
final class GradientDescentEdge implements Target {
  private static final double SHORT_OF_THE_EDGE = 0.9;

  /** With smaller rates gradient descent ends before the sharpness has grown to 2/η. */
  private static final double LEAST_RATE_AT_THE_EDGE = 0.1;

  @Override
  public String name() {
    return "table2";
  }

  @Override
  public String title() {
    return "sharpness of the minima of gradient descent, against 2/eta";
  }

  @Override
  public Findings findings(List<JobResult> jobs) {
    List<Claim> claims = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    claims.add(Jobs.noneBeyondTheEdge(jobs));
    Jobs.by(jobs, JobResult::learningRate)
        .descendingMap()
        .forEach(
            (rate, alike) -> {
              double[] sharpness = Jobs.values(alike, JobResult::sharpness);
              double edge = 2 / rate;
              rows.add(
                  List.of(
                      Jobs.given(rate),
                      Jobs.number(edge),
                      Jobs.spread(sharpness),
                      Jobs.spread(Jobs.values(alike, JobResult::nonUniformity)),
                      Jobs.percent(Jobs.mean(Jobs.values(alike, JobResult::testAccuracy))),
                      Integer.toString(alike.size())));
              if (rate >= LEAST_RATE_AT_THE_EDGE) {
                claims.add(
                    new Claim(
                        String.format(
                            Locale.ROOT,
                            "eta = %s: within 10 %% under 2/eta (2 %% over allowed)",
                            Jobs.given(rate)),
                        Jobs.number(SHORT_OF_THE_EDGE * edge)
                            + " .. "
                            + Jobs.number(Jobs.OVER_THE_EDGE * edge),
                        Jobs.number(Jobs.least(sharpness))
                            + " .. "
                            + Jobs.number(Jobs.largest(sharpness)),
                        Jobs.least(sharpness) >= SHORT_OF_THE_EDGE * edge
                            && Jobs.largest(sharpness) <= Jobs.OVER_THE_EDGE * edge));
              }
            });
    Chart chart =
        Chart.of(
                "Minima of gradient descent",
                ChartAxis.logarithmic("learning rate η"),
                ChartAxis.logarithmic("sharpness a, non-uniformity s"))
            .points(
                "sharpness",
                Jobs.values(jobs, JobResult::learningRate),
                Jobs.values(jobs, JobResult::sharpness))
            .points(
                "non-uniformity",
                Jobs.values(jobs, JobResult::learningRate),
                Jobs.values(jobs, JobResult::nonUniformity))
            .reference("2/η", rate -> 2 / rate);
    return new Findings(
        claims,
        List.of("eta", "2/eta", "sharpness", "non-uniformity", "test accuracy", "runs"),
        rows,
        Figure.of("", 1, List.of(chart)));
  }
}
