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

/** Figure 3: the plane of sharpness and non-uniformity, condition (9) for each batch size in it. */
final class Plane implements Target {
  @Override
  public String name() {
    return "fig3";
  }

  @Override
  public String title() {
    return "the plane of sharpness and non-uniformity: where condition (9) holds, and minima in it";
  }

  @Override
  public Findings findings(List<JobResult> jobs) {
    Chart chart =
        Chart.of(
            "Minima and condition (9)",
            ChartAxis.linear("sharpness a"),
            ChartAxis.linear("non-uniformity s"));
    List<List<String>> rows = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    List<JobResult> full = new ArrayList<>();
    List<JobResult> batches = new ArrayList<>();
    Jobs.by(jobs, JobResult::batchSize)
        .descendingMap()
        .forEach(
            (batch, alike) -> {
              JobResult first = alike.get(0);
              boolean all = batch >= first.examples();
              (all ? full : batches).addAll(alike);
              String label = all ? "gradient descent" : "SGD, B = " + batch;
              double edge = Jobs.edge(first);
              double bound = Jobs.bound(first);
              if (!all) {
                chart.boundary(
                    "(9), B = " + batch, new double[] {0, edge}, new double[] {bound, bound});
              }
              double[] sharpness = Jobs.values(alike, JobResult::sharpness);
              double[] nonUniformity = Jobs.values(alike, JobResult::nonUniformity);
              chart.points(label, sharpness, nonUniformity);
              rows.add(
                  List.of(
                      label,
                      Jobs.spread(sharpness),
                      Jobs.number(edge),
                      Jobs.spread(nonUniformity),
                      Jobs.number(bound),
                      Integer.toString(alike.size())));
            });
    chart.vertical("2/η", Jobs.edge(jobs.get(0)));
    double least = Jobs.least(Jobs.values(batches, Jobs::bound));
    double gradientDescent = Jobs.least(Jobs.values(full, JobResult::nonUniformity));
    claims.add(
        new Claim(
            "minima of gradient descent lie beyond (9) for the smallest batches",
            "s > " + Jobs.number(least),
            "s >= " + Jobs.number(gradientDescent),
            gradientDescent > least));
    claims.add(below("sharpness", full, batches, true));
    claims.add(below("non-uniformity", full, batches, false));
    return new Findings(
        claims,
        List.of("found by", "sharpness", "2/eta", "non-uniformity", "1/(eta sqrt(p))", "runs"),
        rows,
        Figure.of("", 1, List.of(chart)));
  }

  private static Claim below(
      String quantity, List<JobResult> full, List<JobResult> batches, boolean sharpness) {
    double ofFull = Jobs.mean(Jobs.values(full, job -> value(job, sharpness)));
    double ofBatches = Jobs.mean(Jobs.values(batches, job -> value(job, sharpness)));
    return new Claim(
        "SGD's minima have a smaller mean " + quantity + " than gradient descent's",
        "< " + Jobs.number(ofFull),
        Jobs.number(ofBatches),
        ofBatches < ofFull);
  }

  private static double value(JobResult job, boolean sharpness) {
    return sharpness ? job.sharpness() : job.nonUniformity();
  }
}
