package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("escapement compare, from config to run directory")
class CompareIT extends DistributionTestCase {
  private static final String CONFIG =
      """
      seed: 1
      data: {type: generated, train: 20, test: 20, classes: 3, size: 6}
      model: {type: mlp, hidden: [8], activation: tanh}
      compare:
        seeds: [1, 7]
        until: {loss: 1.0e-2}
        maxIterations: 5000
        optimizers:
          - {type: sgd, learningRate: 0.3, batchSize: 4}
          - {type: gd, learningRate: 0.3}
          - {type: adam, learningRate: 1.0e-2}
          - {type: sgd, learningRate: 0.1, batchSize: 4}
      """;

  private static final List<String> IDS = List.of("sgd", "gd", "adam", "sgd.2");

  /** Files that tell when they were made. */
  private static final Set<String> TELLING_WHEN = Set.of("results.json", "report.html");

  private static Outcome first;

  @BeforeAll
  static void compareOnce() throws IOException {
    Files.writeString(work("compare.yaml"), CONFIG);
    first = compare("first");
    assertCode(0, first);
  }

  private static Outcome compare(String out, String... overrides) {
    return compareConfig("compare.yaml", out, overrides);
  }

  private static Outcome compareConfig(String config, String out, String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("compare", config, "--out", out));
    Arrays.stream(overrides).forEach(override -> arguments.addAll(List.of("--set", override)));
    return escapement(arguments.toArray(String[]::new));
  }

  private static List<String> files(String run) throws IOException {
    try (Stream<Path> files = Files.walk(work(run))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> work(run).relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static JsonNode training(JsonNode results, String id, long seed) {
    return StreamSupport.stream(results.get("trainings").spliterator(), false)
        .filter(entry -> entry.get("id").asText().equals(id) && entry.get("seed").asLong() == seed)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFileIsThere() throws IOException {
    List<String> expected =
        new ArrayList<>(
            List.of(
                "comparison.csv",
                "comparison.png",
                "comparison.svg",
                "config.resolved.yaml",
                "report.html",
                "results.json"));
    for (String id : IDS) {
      expected.add("minima/" + id + "-seed1.safetensors");
      expected.add("minima/" + id + "-seed7.safetensors");
    }
    assertThat(files("first")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(left()).noneMatch(name -> name.contains("partial"));
  }

  @Test
  void everyOptimizerIsAskedAtEveryMinimum() throws IOException {
    JsonNode results = results("first");
    assertThat(results.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(results.get("optimizers"))
        .extracting(entry -> entry.get("id").asText())
        .containsExactlyElementsOf(IDS);
    assertThat(results.get("trainings")).hasSize(8);
    for (JsonNode training : results.get("trainings")) {
      assertThat(training.get("found").asBoolean()).isTrue();
      assertThat(training.at("/minimum/loss").asDouble()).isBetween(0.0, 1e-2);
      assertThat(training.at("/curvature/sharpness/status").asText()).isEqualTo("converged");
      assertThat(training.get("stability")).hasSize(4);
      JsonNode own = training.get("stability").get(training.get("id").asText());
      assertThat(own.get("state").asText()).isIn("none", "the end of training");
      assertThat(training.at("/edge/share").asDouble()).isPositive();
    }
    assertThat(results.get("verdicts")).hasSize(16);
    for (JsonNode verdict : results.get("verdicts")) {
      int counted = 0;
      for (JsonNode count : verdict.get("counts")) {
        counted += count.asInt();
      }
      assertThat(counted).isEqualTo(2);
    }
  }

  /** Means and ratios recomputed from the trainings. */
  @Test
  void summariesAreThoseOfTheTrainings() throws IOException {
    JsonNode results = results("first");
    double[] of = new double[2];
    double[] baseline = new double[2];
    long[] seeds = {1, 7};
    for (int i = 0; i < 2; i++) {
      of[i] = training(results, "adam", seeds[i]).at("/curvature/sharpness/value").asDouble();
      baseline[i] = training(results, "sgd", seeds[i]).at("/curvature/sharpness/value").asDouble();
    }
    JsonNode adam = results.at("/optimizers/2");
    assertThat(adam.at("/sharpness/mean").asDouble())
        .isEqualTo((of[0] + of[1]) / 2, within(1e-12 * of[0]));
    assertThat(adam.at("/sharpness/standardDeviation").asDouble())
        .isEqualTo(Math.abs(of[0] - of[1]) / Math.sqrt(2), within(1e-9 * of[0]));
    assertThat(adam.at("/sharpnessRatio/geometricMean").asDouble())
        .isEqualTo(Math.sqrt(of[0] / baseline[0] * of[1] / baseline[1]), within(1e-12));
    assertThat(results.at("/optimizers/0/sharpnessRatio").isNull()).isTrue();
  }

  /** A seed means here what it means to a run. */
  @Test
  void aTrainingIsThatOfARun() throws IOException {
    assertCode(
        0,
        escapement(
            "run",
            "compare.yaml",
            "--out",
            "alone",
            "--set",
            "compare=null",
            "--set",
            "train={optimizer: {type: sgd, learningRate: 0.3, batchSize: 4}, until: {loss: 1e-2}}"));
    JsonNode alone = results("alone");
    JsonNode compared = training(results("first"), "sgd", 1);
    assertThat(compared.get("minimum")).isEqualTo(alone.get("minimum"));
    double sharpness = alone.at("/curvature/sharpness/value").asDouble();
    assertThat(compared.at("/curvature/sharpness/value").asDouble())
        .isEqualTo(sharpness, within(1e-3 * sharpness));
    assertThat(work("first/minima/sgd-seed1.safetensors"))
        .hasSameBinaryContentAs(work("alone/minimum.safetensors"));
  }

  @Test
  void theTableHoldsARowForEachTraining() throws IOException {
    List<String> rows = Files.readAllLines(work("first/comparison.csv"));
    assertThat(rows).hasSize(9);
    assertThat(rows.get(0))
        .isEqualTo(
            "optimizer,seed,stopReason,iterations,loss,trainAccuracy,testAccuracy,sharpness,"
                + "nonUniformity,preconditionedSharpness,edge,verdict:sgd,verdict:gd,verdict:adam,"
                + "verdict:sgd.2");
    assertThat(rows.get(2)).startsWith("sgd,7,");
    assertThat(rows).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(15));
  }

  @Test
  void tablesOnStandardOutputAndProgressOnStandardError() {
    assertThat(first.out())
        .contains("2 of 2", "sharpness / edge", "relative to sgd, seed by seed", "would it stay?");
    assertThat(first.err()).contains("training sgd.2, seed 7 (8 of 8)");
  }

  @Test
  void theSameSeedsGiveTheSameBits() throws IOException {
    assertCode(0, compare("second"));
    assertThat(comparable("second")).isEqualTo(comparable("first"));
    assertCode(0, compareConfig("first/config.resolved.yaml", "third"));
    assertThat(comparable("third")).isEqualTo(comparable("first"));
    for (String file : files("first")) {
      if (!TELLING_WHEN.contains(file)) {
        assertThat(work("second").resolve(file))
            .hasSameBinaryContentAs(work("first").resolve(file));
      }
    }
  }

  @Test
  void trainingsThatFindNothingSpoilNoOther() throws IOException {
    Outcome outcome =
        compare(
            "some",
            "compare.optimizers.1.learningRate=50",
            "compare.optimizers.3.learningRate=1.0e-6");
    assertCode(3, outcome);
    JsonNode results = results("some");
    for (long seed : new long[] {1, 7}) {
      JsonNode sound = training(results, "sgd", seed);
      for (String part : List.of("minimum", "curvature", "edge")) {
        assertThat(sound.get(part)).isEqualTo(training(results("first"), "sgd", seed).get(part));
      }
      assertThat(sound.get("stability")).hasSize(4);
      JsonNode diverged = training(results, "gd", seed);
      assertThat(diverged.at("/minimum/stopReason").asText()).startsWith("diverged at iteration");
      assertThat(diverged.get("file").isNull()).isTrue();
      assertThat(diverged.get("curvature").isNull()).isTrue();
      assertThat(training(results, "sgd.2", seed).get("found").asBoolean()).isFalse();
    }
    assertThat(results.at("/optimizers/1/found").asInt()).isZero();
    assertThat(results.at("/optimizers/1/sharpness/mean").isNull()).isTrue();
    assertThat(results.at("/optimizers/1/sharpnessRatio").isNull()).isTrue();
    assertThat(files("some"))
        .contains("minima/sgd.2-seed1.safetensors", "comparison.png")
        .doesNotContain("minima/gd-seed1.safetensors");
    assertThat(outcome.out())
        .contains(
            "no minimum: gd, seed 1: diverged", "no minimum: sgd.2, seed 7: iteration budget");
  }

  @Test
  void nothingFoundIsAnOutcomeToo() throws IOException {
    assertCode(3, compare("none", "compare.maxIterations=2"));
    assertThat(results("none").get("trainings"))
        .allSatisfy(training -> assertThat(training.get("found").asBoolean()).isFalse());
    assertThat(files("none")).doesNotContain("comparison.png");
  }

  @Test
  void jsonIsAllThatStandardOutputHolds() throws IOException {
    Outcome outcome =
        escapement(
            "compare",
            "compare.yaml",
            "--json",
            "--out",
            "json",
            "--set",
            "compare.maxIterations=2");
    assertCode(3, outcome);
    assertThat(new ObjectMapper().readTree(outcome.out())).isEqualTo(results("json"));
  }

  /** What one optimizer found can be analysed for others later. */
  @Test
  void aMinimumCanBeAnalysedAgain() throws IOException {
    Outcome outcome =
        escapement(
            "analyze",
            "first/config.resolved.yaml",
            "--parameters",
            "first/minima/gd-seed7.safetensors",
            "--out",
            "again",
            "--set",
            "analyze.optimizers=[{type: gd, learningRate: 0.3}]");
    assertCode(0, outcome);
    double expected =
        training(results("first"), "gd", 7).at("/curvature/sharpness/value").asDouble();
    assertThat(results("again").at("/curvature/sharpness/value").asDouble())
        .isEqualTo(expected, within(1e-3 * expected));
  }

  @Test
  void whatIsNoComparisonIsRefused() throws IOException {
    assertRefused(
        compare("bad", "compare.optimizers.3.learningRate=0.3"),
        "ESC-105",
        "compare.yaml:12: compare.optimizers[3]: is the same as compare.optimizers[0]");
    assertRefused(compare("bad", "compare.optimizers=[]"), "ESC-201", "compare.optimizers = []");
    assertRefused(
        compare("bad", "compare.seeds=[2, 2]"), "ESC-105", "compare.seeds[1]: 2 is the same");
    assertRefused(
        compare("bad", "compare.optimizers.0.batchSize=40"),
        "ESC-105",
        "compare.optimizers[0]",
        "draws batches of 40 distinct examples, there are 20");
    assertRefused(
        compare("bad", "train={optimizer: {type: gd}}"),
        "ESC-105",
        "compare: cannot stand beside 'train'");
    assertRefused(compareConfig("small.yaml", "bad"), "ESC-104", "small.yaml:1: compare: missing");
    assertRefused(
        escapement("run", "compare.yaml", "--out", "bad"),
        "ESC-105",
        "compare.yaml:4: compare: a comparison");
    assertRefused(
        escapement("analyze", "compare.yaml", "--out", "bad"),
        "ESC-001",
        "compare.yaml: finds its minimum by training");
    assertRefused(
        escapement("analyze", "first", "--out", "bad"),
        "ESC-001",
        "first: is a comparison",
        "--parameters first/minima/ID-seedN.safetensors");
    assertThat(left()).doesNotContain("bad");
  }
}
