package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sweep that has ended is summed up by other choices, and what failed is repeated")
class SweepAgainIT extends SweepTestCase {
  private static final String RATE = "train.optimizer.learningRate";

  @Test
  void again() throws IOException {
    Files.writeString(
        work("again.yaml"), TINY + "sweep: {grid: {" + RATE + ": [0.3, 1.0e-6], seed: [1, 2]}}\n");
    Outcome first = escapement("sweep", "again.yaml", "--out", "again");
    assertCode(3, first);
    assertThat(first.out()).contains("4 jobs: 2 done, 2 not converged", "--retry-failed");
    assertSumsUpAgain();
    assertRepeatsWhatFailedAndGoesOn();
  }

  private static void assertSumsUpAgain() throws IOException {
    Outcome outcome =
        escapement(
            "aggregate",
            "again",
            "--set",
            "sweep.aggregate.values=[minimum.loss,minimum.iterations]");
    assertCode(0, outcome);
    assertThat(outcome.out()).contains("minimum.loss", "2 of 2", "0 of 2", "results in again");
    double sum = 0;
    for (Map<String, String> job : jobs("again")) {
      if (job.get("status").equals("done")) {
        JsonNode results = results("again/jobs/" + job.get("id"));
        sum += results.at("/minimum/loss").asDouble();
      }
    }
    List<Map<String, String>> rows = table(work("again").resolve("aggregate.csv"));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).containsEntry(RATE, "0.3").containsEntry("done", "2");
    assertThat(Double.parseDouble(rows.get(0).get("minimum.loss mean")))
        .isCloseTo(sum / 2, within(1e-12));
    assertThat(rows.get(1)).containsEntry("done", "0").containsEntry("minimum.loss mean", "");

    Outcome unknown = escapement("aggregate", "again", "--set", "sweep.aggregate.values=[no.such]");
    assertCode(2, unknown);
    assertThat(unknown.err()).startsWith("ESC-102 sweep.aggregate: 'no.such' is neither");
  }

  private static void assertRepeatsWhatFailedAndGoesOn() throws IOException {
    Map<String, FileTime> before = records();
    Outcome outcome =
        escapement(
            "sweep",
            "again.yaml",
            "--out",
            "again",
            "--retry-failed",
            "--set",
            "sweep.grid.seed=[1,2,3]");
    assertCode(3, outcome);
    assertThat(outcome.err()).contains("2 there already");
    assertThat(outcome.out()).contains("6 jobs: 3 done, 3 not converged");
    Map<String, FileTime> after = records();
    assertThat(after).hasSize(6);
    for (Map<String, String> job : jobs("again")) {
      String id = job.get("id");
      boolean kept = before.containsKey(id) && after.get(id).equals(before.get(id));
      assertThat(kept)
          .as(job.toString())
          .isEqualTo(job.get("status").equals("done") && !job.get("seed").equals("3"));
    }
  }

  /** When each job's record was written. */
  private static Map<String, FileTime> records() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    for (Map<String, String> job : jobs("again")) {
      times.put(
          job.get("id"),
          Files.getLastModifiedTime(
              work("again").resolve("records").resolve(job.get("id") + ".json")));
    }
    return times;
  }
}
