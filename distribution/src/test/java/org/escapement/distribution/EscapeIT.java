package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Escape trials show what was predicted before they were made")
class EscapeIT extends DistributionTestCase {
  private static final int TOY_TRIALS = 2000;

  private static JsonNode predictions(Path directory) throws IOException {
    return new ObjectMapper().readTree(directory.resolve("prediction.json").toFile());
  }

  /**
   * At x = 1 the examples' factors are 1 − 0.7 · 0.2 = 0.86 and 1 − 0.7 · 3.8 = −1.66, so that ln|x
   * − 1| grows by ½(ln 0.86 + ln 1.66) = 0.178 in a step and reaches ½ from 1e-5 after ln 50000 /
   * 0.178 = 60.8 steps in the mean.
   */
  @Test
  void toy() throws IOException, InterruptedException {
    Path example = installation.home().resolve("examples/toy.yaml");
    Path out = work("toy.out");
    Process process =
        installation.start(
            Map.of(),
            out,
            work("toy.err"),
            "escape",
            example.toString(),
            "--set",
            "minima=['x=1']",
            "--set",
            "escape={perturbation: 1.0e-5, direction: top-mode, distance: 0.5, trials: "
                + TOY_TRIALS
                + ", optimizers: [{type: sgd, learningRate: 0.7, batchSize: 1}]}",
            "--out",
            "toy");
    JsonNode early = null;
    while (early == null && process.isAlive()) {
      early = earlyPrediction();
      Thread.sleep(20);
    }
    assertThat(early).as("written before the trials are done").isNotNull();
    assertThat(Installation.end(process)).isZero();
    JsonNode result = results("toy").at("/escape/0");
    JsonNode prediction = result.get("prediction");
    assertThat(early.at("/minima/0/minimum").asText()).isEqualTo("x=1");
    assertThat(early.at("/minima/0/predictions/0/prediction")).isEqualTo(prediction);
    assertThat(predictions(work("toy"))).isEqualTo(early);

    double drift = (Math.log(0.86) + Math.log(1.66)) / 2;
    double mean = Math.log(5e4) / drift;
    assertThat(prediction.get("verdict").asText()).isEqualTo("escapes");
    assertThat(prediction.at("/growthRate/keptModes").asDouble())
        .isCloseTo((0.86 * 0.86 + 1.66 * 1.66) / 2, within(1e-5));
    double error = prediction.at("/exponent/standardError").asDouble();
    assertThat(prediction.at("/exponent/value").asDouble()).isCloseTo(drift, within(3 * error));
    assertPredictedTime(prediction, mean, mean + Math.log(1.66) / drift);
    assertThat(prediction.get("basis").asText()).startsWith("all 1 modes");
    assertThat(result.get("horizon")).isEqualTo(prediction.get("horizon"));

    assertThat(result.get("trials").asInt()).isEqualTo(TOY_TRIALS);
    assertThat(result.get("medianSteps").asDouble()).isBetween(56.0, 62.0);
    assertThat(result.at("/escapeTime/quantiles/0.5").asDouble()).isBetween(56.0, 62.0);
    assertThat(result.at("/escapeTime/errorsFromPredicted").asDouble()).isBetween(-3.0, 3.0);
    assertThat(result.get("claim").asText()).isEqualTo("escapes");
    assertThat(result.at("/escapedFraction/value").asDouble())
        .isCloseTo(prediction.get("escapedFraction").asDouble(), within(0.01));
    assertThat(result.at("/growth/value").asDouble() / 2)
        .isCloseTo(drift, within(3 * result.at("/growth/standardError").asDouble() / 2));
    assertThat(result.at("/growth/standardError").asDouble()).isLessThan(0.005);
    assertThat(result.at("/start/holds").asBoolean()).isTrue();
    assertThat(result.at("/start/lossFloor").asDouble()).isZero();
  }

  /**
   * By Wald's identity the mean time is the mean height over the drift, and a run ends no farther
   * beyond ½ than its last step took it: by a factor of 1.66 at most.
   */
  private static void assertPredictedTime(JsonNode prediction, double least, double most) {
    double error = prediction.get("standardError").asDouble();
    assertThat(prediction.get("simulatedRuns").asInt()).isEqualTo(1000);
    assertThat(error).isLessThan(1);
    assertThat(prediction.get("meanSteps").asDouble())
        .isBetween(least - 3 * error, most + 3 * error);
    assertThat(prediction.at("/quantiles/0.5").asDouble()).isBetween(56.0, 62.0);
  }

  /** In the hidden folder, before the run directory has its name. */
  private static JsonNode earlyPrediction() throws IOException {
    try (Stream<Path> entries = Files.list(installation.work())) {
      for (Path folder : entries.filter(path -> isPartial(path)).toList()) {
        if (Files.exists(folder.resolve("prediction.json"))) {
          JsonNode found = predictions(folder);
          assertThat(folder.resolve("results.json")).doesNotExist();
          return found;
        }
      }
      return null;
    }
  }

  private static boolean isPartial(Path path) {
    return path.getFileName().toString().startsWith(".toy.partial-");
  }

  /**
   * From the minimum that a run left. With 600 steps nothing is cut short that the theory has
   * escape: at 1.2 times the critical rate that takes about 190 ± 39.
   */
  @Test
  void tanhNetworkAtAnExactMinimum() throws IOException {
    Path example = installation.home().resolve("examples/escape-tanh.yaml");
    assertCode(0, escapement("run", example.toString(), "--set", "escape=null", "--out", "tanh"));
    JsonNode minimum = results("tanh");
    assertThat(minimum.at("/minimum/loss").asDouble()).isLessThan(1e-20);
    JsonNode rates = minimum.at("/stability/0/meanSquare/criticalLearningRates/0");
    assertThat(rates.get("batchSize").asInt()).isEqualTo(1);
    double critical = rates.at("/rate/lower").asDouble();
    assertThat(rates.at("/rate/upper").asDouble()).isCloseTo(critical, within(1e-5 * critical));

    Outcome outcome =
        escapement(
            "escape",
            "tanh",
            "--set",
            "escape={perturbation: 1.0e-7, distance: 0.01, trials: 20, maxIterations: 600,"
                + " optimizers: ["
                + sgd(0.7 * critical)
                + sgd(1.2 * critical)
                + sgd(1.5 * critical)
                + "]}",
            "--out",
            "left");
    assertCode(0, outcome);
    JsonNode escape = results("left").get("escape");
    JsonNode below = escape.get(0);
    assertThat(below.at("/prediction/outcome").asText()).isEqualTo("stays");
    assertThat(below.at("/prediction/escapedFraction").asDouble()).isZero();
    assertThat(below.get("escaped").asInt()).isZero();
    assertThat(below.get("claim").asText()).isEqualTo("stays");
    assertThat(below.at("/escapedFraction/upper").asDouble()).isCloseTo(0.168, within(1e-3));
    assertThat(below.at("/growth/value").asDouble()).isNegative();
    for (int i = 1; i < 3; i++) {
      JsonNode above = escape.get(i);
      JsonNode prediction = above.get("prediction");
      assertThat(prediction.get("outcome").asText()).isEqualTo("escapes");
      assertThat(prediction.get("escapedFraction").asDouble()).isGreaterThan(0.999);
      assertThat(above.get("escaped").asInt()).isEqualTo(20);
      assertThat(above.get("claim").asText()).isEqualTo("escapes");
      assertThat(above.at("/escapedFraction/lower").asDouble()).isCloseTo(0.832, within(1e-3));
      assertThat(prediction.get("simulatedRuns").asInt()).isEqualTo(1000);
      assertThat(above.at("/escapeTime/mean").asDouble())
          .isCloseTo(
              prediction.get("meanSteps").asDouble(),
              within(prediction.get("standardDeviation").asDouble()));
      assertThat(above.at("/growth/errorsFromTypical").asDouble()).isBetween(-3.0, 3.0);
      assertThat(above.at("/growth/errorsFromAnnealed").asDouble()).isLessThan(-5);
      assertThat(above.at("/start/holds").asBoolean()).isTrue();
    }
    assertThat(outcome.out()).contains("growth of ln L in a step", "2 lambda", "ln rho");
    assertAHundredRunsTakeThePredictedTime(1.2 * critical);
  }

  /** The mean of a hundred is known to a tenth of the spread of one, and the prediction as well. */
  private static void assertAHundredRunsTakeThePredictedTime(double rate) throws IOException {
    Outcome outcome =
        escapement(
            "escape",
            "tanh",
            "--set",
            "escape={perturbation: 1.0e-7, distance: 0.01, trials: 100, maxIterations: 600,"
                + " optimizers: ["
                + sgd(rate)
                + "]}",
            "--out",
            "hundred");
    assertCode(0, outcome);
    JsonNode result = results("hundred").at("/escape/0");
    double predicted = result.at("/prediction/meanSteps").asDouble();
    double spread = result.at("/prediction/standardDeviation").asDouble();
    double error = result.at("/prediction/standardError").asDouble();
    assertThat(error).isLessThan(0.04 * spread);
    double off = result.at("/escapeTime/mean").asDouble() - predicted;
    assertThat(off)
        .isBetween(-3 * Math.hypot(spread / 10, error), 3 * Math.hypot(spread / 10, error));
    assertThat(result.at("/escapeTime/errorsFromPredicted").asDouble())
        .isCloseTo(off / Math.hypot(spread / 10, error), within(1e-9));
    assertThat(result.at("/escapeTime/standardDeviation").asDouble())
        .isCloseTo(spread, within(0.25 * spread));
  }

  private static String sgd(double rate) {
    return String.format(Locale.ROOT, "{type: sgd, learningRate: %.6g, batchSize: 1},", rate);
  }

  @Test
  void controlsAndRecords() throws IOException {
    Outcome outcome =
        escapement(
            "run",
            "small.yaml",
            "--set",
            "escape={perturbation: 1.0e-3, trials: 2, maxIterations: 20, control: 0.7, recordEvery:"
                + " 10, optimizers: [{type: sgd, learningRate: 0.3, batchSize: 1}, {type: adam}]}",
            "--out",
            "recorded");
    assertCode(0, outcome);
    JsonNode escape = results("recorded").get("escape");
    JsonNode sgd = escape.get(0);
    double critical = sgd.at("/prediction/criticalLearningRate/lower").asDouble();
    double rate = sgd.at("/control/options/learningRate").asDouble();
    assertThat(rate).isCloseTo(0.7 * critical, within(1e-3 * critical));
    assertThat(sgd.at("/control/options/batchSize").asInt()).isEqualTo(1);
    assertThat(sgd.at("/control/prediction/outcome").asText()).isEqualTo("stays");
    assertThat(sgd.at("/control/horizon")).isEqualTo(sgd.get("horizon"));
    assertThat(sgd.get("noControl").isNull()).isTrue();
    assertThat(escape.get(1).get("control").isNull()).isTrue();
    assertThat(escape.get(1).get("noControl").asText()).contains("no rate is known");
    assertThat(outcome.out()).contains("control sgd(learningRate=", "no control for adam");

    List<String[]> rows =
        Files.readAllLines(work("recorded/escape.csv")).stream()
            .map(line -> line.replaceAll("\"[^\"]*\"", "label").split(",", -1))
            .toList();
    assertThat(String.join(",", rows.get(0)))
        .isEqualTo(
            "minimum,optimizer,control,trial,iteration,loss,distance,trainAccuracy,testAccuracy,"
                + "sharpness,sharpnessResidual,sharpnessProducts");
    // the control before what it is the control of
    assertThat(rows.subList(1, rows.size()).stream().map(row -> row[2] + row[3] + "@" + row[4]))
        .containsExactly(
            "true0@0",
            "true0@10",
            "true0@20",
            "true1@0",
            "true1@10",
            "true1@20",
            "false0@0",
            "false0@10",
            "false0@20",
            "false1@0",
            "false1@10",
            "false1@20",
            "false0@0",
            "false0@10",
            "false0@20",
            "false1@0",
            "false1@10",
            "false1@20");
    double sharpness = results("recorded").at("/curvature/sharpness/value").asDouble();
    assertThat(Double.parseDouble(rows.get(1)[9])).isCloseTo(sharpness, within(0.2 * sharpness));
    assertThat(Arrays.stream(rows.get(1)).skip(1)).noneMatch(String::isEmpty);
    assertThat(predictions(work("recorded")).at("/minima/0/predictions")).hasSize(3);
  }
}
