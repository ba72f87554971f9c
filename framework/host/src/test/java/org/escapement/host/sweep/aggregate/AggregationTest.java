package org.escapement.host.sweep.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.SweepSection;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.result.TableCsv;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A sweep is summed up from what is in its folder")
class AggregationTest {
  @TempDir private Path folder;
  private SweepDirectory directory;
  private final List<List<String>> jobs = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    directory = new SweepDirectory(folder);
    directory.create();
    Files.writeString(directory.config(), "model: {type: mlp}\n");
    job("a1", "0.5", "1", JobStatus.DONE, "{\"loss\": 1.0, \"sharpness\": 1}");
    job("a2", "0.5", "2", JobStatus.DONE, "{\"loss\": 3.0, \"sharpness\": 2}");
    job("a3", "0.5", "3", JobStatus.NOT_CONVERGED, "{\"loss\": 8.0, \"sharpness\": 3}");
    job("a4", "0.5", "4", JobStatus.DIVERGED, "{\"loss\": 1e30, \"sharpness\": 1}");
    job("b1", "0.1", "1", JobStatus.DONE, "{\"loss\": \"NaN\", \"sharpness\": 5}");
    job("b2", "0.1", "2", JobStatus.PENDING, null);
    job("b3", "0.1", "3", JobStatus.CRASHED, null);
    TableCsv.write(directory.table(), List.of("id", "rate", "seed", "status"), jobs);
  }

  private void job(String id, String rate, String seed, JobStatus status, String results)
      throws IOException {
    jobs.add(List.of(id, rate, seed, "pending")); // stale: the records count
    if (results != null) {
      Files.createDirectories(directory.job(id));
      Files.writeString(directory.results(id), results);
    }
    if (status != JobStatus.PENDING) {
      directory.write(new JobRecord(id, status, 0, results != null, 1, ""));
    }
  }

  private static SweepSection section(String aggregate) {
    return SweepSection.of(
        ConfigDocument.parse(
            "s",
            "sweep: {grid: {rate: [0.5, 0.1], seed: [1, 2, 3, 4]}, aggregate: " + aggregate + "}"));
  }

  @Test
  void onlyWhatIsDoneIsAveraged() throws IOException {
    Aggregation.Outcome outcome = Aggregation.write(directory, section("{values: [loss]}"));
    assertThat(outcome.by()).containsExactly("rate");
    assertThat(outcome.unknown()).isEmpty();
    Average fast = outcome.rows().get(0);
    assertThat(fast.by()).containsEntry("rate", "0.5");
    assertThat(fast.jobs()).isEqualTo(4);
    assertThat(fast.counts())
        .containsEntry(JobStatus.DONE, 2)
        .containsEntry(JobStatus.NOT_CONVERGED, 1)
        .containsEntry(JobStatus.DIVERGED, 1);
    assertSpread(fast.values().get("loss"), 2, 2, Math.sqrt(2));
    Average slow = outcome.rows().get(1);
    assertThat(slow.counts())
        .containsEntry(JobStatus.PENDING, 1)
        .containsEntry(JobStatus.CRASHED, 1);
    assertThat(slow.values().get("loss")).isEqualTo(new Spread(0, null, null));
    assertThat(directory.file("aggregate.csv"))
        .content()
        .startsWith(
            "rate,jobs,pending,done,\"not converged\",diverged,failed,crashed,\"timed out\",\"loss"
                + " mean\",\"loss standard deviation\",\"loss n\"\n0.5,4,0,2,1,1,0,0,0,2.0,1.414");
    assertThat(directory.file("values.csv"))
        .content()
        .contains("a4,0.5,4,diverged,1.0E30\n", "b1,0.1,1,done,NaN\n", "b2,0.1,2,pending,\n");
    JsonNode summary = new ObjectMapper().readTree(directory.file("summary.json").toFile());
    assertThat(summary.at("/jobs/done").asInt()).isEqualTo(3);
    assertThat(summary.at("/notDone")).hasSize(4);
  }

  @Test
  void whatDidNotConvergeOnRequestAndAnyKeyAveragedOver() {
    Aggregation.Outcome outcome =
        Aggregation.write(
            directory, section("{values: [loss, sharpness], over: rate, notConverged: true}"));
    assertThat(outcome.by()).containsExactly("seed");
    assertSpread(outcome.rows().get(0).values().get("sharpness"), 2, 3, Math.sqrt(8));
    assertThat(outcome.rows().get(2).values().get("loss").mean()).isEqualTo(8);
    assertThat(outcome.rows().get(3).values().get("loss").count()).isZero();
    Aggregation.Outcome all = Aggregation.write(directory, section("{values: [loss], by: []}"));
    assertSpread(all.rows().get(0).values().get("loss"), 2, 2, Math.sqrt(2));
  }

  private static void assertSpread(Spread spread, int count, double mean, double deviation) {
    assertThat(spread.count()).isEqualTo(count);
    assertThat(spread.mean()).isEqualTo(mean, within(1e-12));
    assertThat(spread.standardDeviation()).isEqualTo(deviation, within(1e-12));
  }

  @Test
  void figuresByKeysAndResults() {
    Aggregation.Outcome outcome =
        Aggregation.write(
            directory,
            section(
                "{scatter: [{x: rate, y: sharpness, colour: seed, logX: true}, {x: sharpness, y:"
                    + " shapness}]}"));
    assertThat(outcome.unknown()).containsExactly("shapness");
    assertThat(directory.file("scatter-1.svg")).content().contains("seed = 1", "sharpness", "rate");
    assertThat(directory.file("scatter-2.png")).exists();
  }

  @Test
  void rowsAreBySweptKeys() {
    assertThatThrownBy(() -> section("{by: [rat]}"))
        .hasMessageContaining("sweep.aggregate.by[0]: 'rat' is not swept")
        .hasMessageContaining("rate");
  }

  @ParameterizedTest
  @CsvSource({
    "curvature.sharpness, 4",
    "curvature.nothing,",
    "list[1].x, 7",
    "list[sgd].rate.upper, 0.5",
    "list[gd].x,",
    "'list[gd(learningRate=0.5)].x', 6",
    "flag, 1",
    "bad, NaN",
    "curvature,",
    "text,"
  })
  void ways(String way, Double value) throws IOException {
    JsonNode results =
        new ObjectMapper()
            .readTree(
                """
                {"curvature": {"sharpness": {"value": 4, "residual": 1}}, "flag": true,
                 "bad": "NaN", "text": "gd", "list": [
                  {"optimizer": "gd", "label": "gd(learningRate=0.5)", "x": 6},
                  {"optimizer": "gd", "label": "gd(learningRate=1)", "x": 7},
                  {"optimizer": "sgd", "label": "sgd()", "rate": {"upper": 0.5}}]}
                """);
    assertThat(new ResultPath(way).in(results))
        .isEqualTo(value == null ? OptionalDouble.empty() : OptionalDouble.of(value));
  }
}
