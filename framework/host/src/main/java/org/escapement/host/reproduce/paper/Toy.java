package org.escapement.host.reproduce.paper;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.Findings;
import org.escapement.host.reproduce.JobResult;
import org.escapement.host.reproduce.Target;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.escapement.lab.figure.Figure;
import org.escapement.lab.result.EscapeCsv;

/**
 * Figure 2: SGD leaves x = 1 of the one-dimensional example, gradient descent does not. In the
 * section {@code escape} gradient descent comes first, then SGD.
 */
final class Toy implements Target {
  /** E ln|1 − ηh| over h = 0.2 and 3.8 at η = 0.7, twice, as the loss is quadratic there. */
  private static final double GROWTH = Math.log(0.86) + Math.log(1.66);

  private static final double LEAST_MEDIAN = 56;
  private static final double LARGEST_MEDIAN = 62;
  private static final int DRAWN = 5;

  @Override
  public String name() {
    return "fig2";
  }

  @Override
  public String title() {
    return "the one-dimensional example: SGD leaves x = 1, gradient descent stays";
  }

  @Override
  public Findings findings(List<JobResult> jobs) throws IOException {
    JobResult largest =
        jobs.stream()
            .max(Comparator.comparingInt(job -> job.escape(1).path("trials").asInt()))
            .orElseThrow();
    JsonNode gradientDescent = largest.escape(0);
    JsonNode sgd = largest.escape(1);
    int trials = sgd.path("trials").asInt();
    double median = sgd.path("medianSteps").asDouble(Double.NaN);
    double growth = sgd.at("/growth/value").asDouble(Double.NaN);
    double error = sgd.at("/growth/standardError").asDouble(Double.NaN);
    int atZero = sgd.at("/endedAt/x=0").asInt();
    List<Claim> claims =
        List.of(
            new Claim(
                "gradient descent stays at x = 1",
                "0 of " + gradientDescent.path("trials").asInt() + " escape",
                gradientDescent.path("escaped").asText() + " escape",
                gradientDescent.path("escaped").asInt() == 0),
            new Claim(
                "SGD leaves x = 1",
                trials + " of " + trials + " escape",
                sgd.path("escaped").asText() + " escape",
                sgd.path("escaped").asInt() == trials),
            new Claim("SGD ends at x = 0", trials + " runs", atZero + " runs", atZero == trials),
            new Claim(
                "median steps from 1e-5 to 1/2",
                "56 .. 62",
                Jobs.number(median),
                median >= LEAST_MEDIAN && median <= LARGEST_MEDIAN),
            new Claim(
                "growth of ln|x - 1| in a step",
                Jobs.number(GROWTH / 2) + ", 3 standard errors allowed",
                Jobs.number(growth / 2) + " +- " + Jobs.number(error / 2),
                Math.abs(growth - GROWTH) <= 3 * error));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode entry : List.of(gradientDescent, sgd)) {
      rows.add(
          List.of(
              entry.path("label").asText(),
              entry.path("escaped").asText() + " of " + entry.path("trials").asText(),
              Jobs.number(entry.at("/escapeTime/quantiles/0.1").asDouble(Double.NaN)),
              Jobs.number(entry.path("medianSteps").asDouble(Double.NaN)),
              Jobs.number(entry.at("/escapeTime/quantiles/0.9").asDouble(Double.NaN)),
              Jobs.number(entry.at("/prediction/meanSteps").asDouble(Double.NaN))));
    }
    return new Findings(
        claims,
        List.of("optimizer", "escaped", "10 % by", "half by", "90 % by", "predicted mean"),
        rows,
        Figure.of("", 1, List.of(chart(jobs))));
  }

  /** The first trials of a job that recorded any. */
  private static Chart chart(List<JobResult> jobs) throws IOException {
    Chart chart =
        Chart.of(
            "From x = 1 + 1e-5, η = 0.7",
            ChartAxis.linear("iterations").from(0, 150),
            ChartAxis.logarithmic("|x − 1|").from(1e-7, 3));
    for (JobResult job : jobs) {
      if (Files.exists(job.folder().resolve(EscapeCsv.FILE))) {
        draw(chart, "gradient descent", job, 0, 1);
        draw(chart, "SGD", job, 1, DRAWN);
        break;
      }
    }
    return chart.horizontal("x = 0", 1);
  }

  private static void draw(Chart chart, String name, JobResult job, int index, int most)
      throws IOException {
    int trials = Math.min(most, job.escape(index).path("trials").asInt());
    for (int trial = 0; trial < trials; trial++) {
      var trace = job.trace(index, trial);
      chart.line(
          most == 1 ? name : name + ", run " + (trial + 1),
          trace.column("iteration"),
          trace.column("distance"));
    }
  }
}
