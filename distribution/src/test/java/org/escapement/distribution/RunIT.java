package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("escapement run, from config to run directory")
class RunIT extends DistributionTestCase {
  private static final String[] FILES = {
    "config.resolved.yaml",
    "metrics.csv",
    "minimum.safetensors",
    "prediction.json",
    "report.html",
    "results.json",
    "stability.csv",
    "stability.png",
    "stability.svg",
    "training.png",
    "training.svg"
  };

  private static Outcome first;

  @BeforeAll
  static void runOnce() {
    first = run("first");
    assertCode(0, first);
  }

  private static Outcome run(String out, String... more) {
    return runConfig("small.yaml", out, more);
  }

  private static Outcome runConfig(String config, String out, String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("run", config, "--out", out));
    Arrays.stream(overrides).forEach(override -> arguments.addAll(List.of("--set", override)));
    return escapement(arguments.toArray(String[]::new));
  }

  private static List<String> files(String run) throws IOException {
    try (Stream<Path> files = Files.list(work(run))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static JsonNode condition(JsonNode stability, String name) {
    return StreamSupport.stream(stability.get("conditions").spliterator(), false)
        .filter(condition -> condition.get("name").asText().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyFileIsThere() throws IOException {
    assertThat(files("first")).containsExactly(FILES);
    assertThat(left()).noneMatch(name -> name.contains("partial"));
    assertThat(ImageIO.read(work("first/training.png").toFile()).getWidth()).isGreaterThan(300);
    List<String> metrics = Files.readAllLines(work("first/metrics.csv"));
    assertThat(metrics.get(0))
        .isEqualTo(
            "iteration,loss,trainAccuracy,testAccuracy,sharpness,preconditionedSharpness,edge");
    long iterations = results("first").at("/minimum/iterations").asLong();
    assertThat(metrics.get(metrics.size() - 1)).startsWith(iterations + ",");
  }

  @Test
  void standardOutputIsATableAndProgressGoesToStandardError() {
    assertThat(first.out()).contains("sharpness a = ", "verdict", "results in ");
    assertThat(first.err()).contains("training").doesNotContain("results in");
  }

  @Test
  void everyNumberIsThere() throws IOException {
    JsonNode results = results("first");
    assertThat(results.get("schemaVersion").asInt()).isEqualTo(2);
    JsonNode minimum = results.get("minimum");
    assertThat(minimum.get("loss").asDouble()).isPositive().isLessThanOrEqualTo(1e-2);
    assertThat(minimum.get("trainAccuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(minimum.get("testAccuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(minimum.get("iterations").asInt()).isBetween(10, 2999);
    assertThat(minimum.get("stopReason").asText()).isEqualTo("loss reached");
    JsonNode curvature = results.get("curvature");
    assertThat(curvature.get("lossConvention").asText()).startsWith("1/(nk) ");
    for (String name : new String[] {"sharpness", "nonUniformity"}) {
      JsonNode quantity = curvature.get(name);
      assertThat(quantity.get("value").asDouble()).isPositive();
      assertThat(quantity.get("residual").asDouble())
          .isBetween(0.0, 1e-4 * quantity.get("value").asDouble());
      assertThat(quantity.get("iterations").asInt()).isPositive();
      assertThat(quantity.get("status").asText()).isEqualTo("converged");
    }
    assertThat(results.get("stability"))
        .extracting(entry -> entry.get("optimizer").asText())
        .containsExactly("gd", "sgd", "adam", "lbfgs");
    assertThat(results.get("stability")).allSatisfy(RunIT::assertComplete);
    assertThat(results.get("escape"))
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.get("trials").asInt()).isEqualTo(2);
              assertThat(entry.get("escaped").asInt()).isBetween(0, 2);
              assertThat(entry.get("medianSteps").isNull())
                  .isEqualTo(entry.get("escaped").asInt() == 0);
            });
  }

  private static void assertComplete(JsonNode stability) {
    assertThat(stability.at("/fixedPoint/max").asDouble())
        .isGreaterThanOrEqualTo(stability.at("/fixedPoint/mean").asDouble());
    assertThat(stability.get("conditions")).isNotEmpty();
    assertThat(stability.get("conditions"))
        .allSatisfy(
            condition -> {
              assertThat(condition.get("name").asText()).isNotBlank();
              assertThat(condition.get("holds").asBoolean())
                  .isEqualTo(
                      condition.get("value").asDouble() <= condition.get("limit").asDouble());
            });
    if (stability.get("state").asText().equals("none")) { // others' preconditioners prove nothing
      assertThat(stability.at("/criticalLearningRate/upper").asDouble()).isPositive();
    }
    assertThat(stability.get("verdict").asText())
        .isIn("stable", "intermittent", "escapes", "unstable", "undecided");
    assertThat(stability.get("reason").asText()).isNotBlank();
  }

  @Test
  void provenanceIsEnoughToRepeat() throws IOException {
    JsonNode provenance = results("first").get("provenance");
    assertThat(provenance.get("escapement").asText()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(provenance.get("seed").asInt()).isEqualTo(1);
    assertThat(provenance.get("precision").asText()).isEqualTo("float");
    assertThat(provenance.get("examples").asInt()).isEqualTo(30);
    assertThat(provenance.get("parameters").asInt()).isEqualTo(36 * 16 + 16 + 16 * 3 + 3);
    assertThat(provenance.get("threads").asInt()).isPositive();
    assertThat(provenance.at("/data/type").asText()).isEqualTo("generated");
    assertThat(provenance.at("/data/sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(provenance.get("plugins"))
        .extracting(plugin -> plugin.get("id").asText())
        .containsExactlyInAnyOrder("plugin-networks", "plugin-sgd", "plugin-adam", "plugin-lbfgs");
  }

  @Test
  void resultsNameNoPlaceOnThisMachine() throws IOException {
    assertThat(Files.readString(work("first/results.json")))
        .doesNotContain(installation.work().toString(), installation.home().toString());
  }

  @Test
  void aSecondRunAndOneOfTheResolvedConfigAreEqual() throws IOException {
    assertCode(0, run("second"));
    assertThat(comparable("second")).isEqualTo(comparable("first"));
    assertCode(0, runConfig("first/config.resolved.yaml", "third"));
    assertThat(comparable("third")).isEqualTo(comparable("first"));
    for (String name : new String[] {"config.resolved.yaml", "minimum.safetensors"}) {
      assertThat(work("second").resolve(name)).hasSameBinaryContentAs(work("first").resolve(name));
      assertThat(work("third").resolve(name)).hasSameBinaryContentAs(work("first").resolve(name));
    }
    assertCode(0, run("other-seed", "seed=2"));
    assertThat(comparable("other-seed").get("minimum"))
        .isNotEqualTo(results("first").get("minimum"));
  }

  @Test
  void anotherLanguageChangesNothing() throws IOException {
    Outcome outcome =
        installation.run(
            Map.of("ESCAPEMENT_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG"),
            "run",
            "small.yaml",
            "--out",
            "arabic");
    assertCode(0, outcome);
    assertThat(comparable("arabic")).isEqualTo(comparable("first"));
    assertThat(outcome.out().replace("arabic", "first")).isEqualTo(first.out());
  }

  @Test
  void jsonIsAllThatStandardOutputHolds() throws IOException {
    Outcome outcome =
        escapement(
            "run", "small.yaml", "--json", "--out", "json", "--set", "train.maxIterations=2");
    assertCode(3, outcome);
    assertThat(new ObjectMapper().readTree(outcome.out())).isEqualTo(results("json"));
    assertThat(outcome.err()).contains("training");
  }

  /** Less memory, more pieces: the same numbers to rounding. */
  @Test
  void memoryChangesNothingButRounding() throws IOException {
    String[] exact = {
      "precision=double",
      "data.train=3000",
      "data.size=12",
      "model.hidden=[50]",
      "train.maxIterations=3",
      "analyze.optimizers=[]",
      "escape=null"
    };
    List<String> arguments = new ArrayList<>(List.of("run", "small.yaml", "--out", "pieces"));
    Arrays.stream(exact).forEach(override -> arguments.addAll(List.of("--set", override)));
    arguments.addAll(List.of("--memory", "64m"));
    assertCode(3, runConfig("small.yaml", "whole", exact));
    assertCode(3, escapement(arguments.toArray(String[]::new)));
    assertThat(work("pieces").resolve("config.resolved.yaml")).content().contains("memory: 64\n");
    for (String quantity : List.of("sharpness", "nonUniformity")) {
      double expected = results("whole").at("/curvature/" + quantity + "/value").asDouble();
      double actual = results("pieces").at("/curvature/" + quantity + "/value").asDouble();
      assertThat(actual).isCloseTo(expected, within(1e-9 * expected));
    }
    // to the last digit they are not the same: there were pieces
    assertThat(results("pieces").get("curvature")).isNotEqualTo(results("whole").get("curvature"));
  }

  /** A finished run's minimum read back measures the same. */
  @Test
  void analyzeMeasuresWhatARunLeft() throws IOException {
    Outcome outcome = escapement("analyze", "first", "--out", "analyzed");
    assertCode(0, outcome);
    assertThat(files("analyzed"))
        .containsExactly(
            "config.resolved.yaml",
            "metrics.csv",
            "minimum.safetensors",
            "report.html",
            "results.json",
            "stability.csv",
            "stability.png",
            "stability.svg");
    JsonNode expected = results("first");
    JsonNode actual = results("analyzed");
    assertThat(actual.get("curvature")).isEqualTo(expected.get("curvature"));
    assertThat(actual.at("/minimum/loss")).isEqualTo(expected.at("/minimum/loss"));
    assertThat(actual.at("/minimum/stopReason").asText()).isEqualTo("read from a file");
    assertThat(actual.at("/provenance/parametersSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(actual.get("stability")).hasSize(4);
    assertThat(actual.get("escape")).isEmpty();
    assertThat(work("analyzed").resolve("minimum.safetensors"))
        .hasSameBinaryContentAs(work("first").resolve("minimum.safetensors"));
  }

  /** What the trials showed; what they are compared with are averages over chance. */
  private static List<JsonNode> seen(JsonNode results) {
    List<JsonNode> seen = new ArrayList<>();
    for (JsonNode entry : results.get("escape")) {
      ObjectNode copy = entry.deepCopy();
      assertThat(copy.remove("prediction").isObject()).isTrue();
      ((ObjectNode) copy.get("escapeTime")).remove("errorsFromPredicted");
      if (copy.get("growth") instanceof ObjectNode growth) {
        growth.remove(List.of("errorsFromTypical", "errorsFromAnnealed"));
      }
      seen.add(copy);
    }
    return seen;
  }

  /** The same trials from the same starts, and nothing decided. */
  @Test
  void escapeTriesToLeaveWhatARunLeft() throws IOException {
    Outcome outcome = escapement("escape", "first", "--out", "left");
    assertCode(0, outcome);
    assertThat(files("left"))
        .containsExactly(
            "config.resolved.yaml",
            "metrics.csv",
            "minimum.safetensors",
            "prediction.json",
            "report.html",
            "results.json");
    JsonNode expected = results("first");
    JsonNode actual = results("left");
    assertThat(seen(actual)).isEqualTo(seen(expected)).hasSize(2);
    assertThat(actual.get("curvature")).isEqualTo(expected.get("curvature"));
    assertThat(actual.get("stability")).isEmpty();
    assertThat(outcome.out()).contains("escape: started ").doesNotContain("verdict");
  }

  @Test
  void crossEntropyAtInterpolationHasNoVerdict() throws IOException {
    Outcome outcome =
        run(
            "degenerate",
            "loss=cross-entropy",
            "train.optimizer.learningRate=0.1",
            "train.until.loss=0.05",
            "analyze.layers=[layers.2]");
    assertCode(0, outcome);
    JsonNode results = results("degenerate");
    assertThat(results.at("/minimum/trainAccuracy").asDouble()).isEqualTo(1);
    assertThat(results.at("/curvature/lossConvention").asText()).contains("ln softmax");
    String reason = results.at("/curvature/degeneracy").asText();
    assertThat(reason).startsWith("linearisation degenerate");
    assertThat(outcome.out()).contains(reason).contains("layers.2");
    for (JsonNode stability : results.get("stability")) {
      assertThat(stability.get("verdict").asText()).isEqualTo("undecided");
      assertThat(stability.get("reason").asText()).isEqualTo(reason);
    }
    JsonNode layer = results.at("/curvature/layers/0");
    assertThat(layer.get("parameters").asInt()).isEqualTo(16 * 3 + 3);
    assertThat(layer.get("method").asText()).isEqualTo("exact");
    // a principal block has no larger eigenvalue than the whole
    assertThat(layer.at("/sharpness/value").asDouble())
        .isBetween(0.0, results.at("/curvature/sharpness/value").asDouble() * 1.0002);
  }

  @Test
  void divergenceIsAnOutcome() throws IOException {
    Outcome outcome = run("diverged", "train.optimizer.learningRate=50");
    assertCode(3, outcome);
    JsonNode results = results("diverged");
    assertThat(results.at("/minimum/stopReason").asText()).matches("diverged at iteration \\d+");
    assertThat(results.get("curvature").isNull()).isTrue();
    assertThat(results.get("stability")).isEmpty();
    assertThat(files("diverged"))
        .containsExactly(
            "config.resolved.yaml",
            "metrics.csv",
            "report.html",
            "results.json",
            "training.png",
            "training.svg");
    assertThat(outcome.err()).doesNotContain("Exception");
  }

  @Test
  void aSpentBudgetIsMeasured() throws IOException {
    assertCode(3, run("spent", "train.maxIterations=3"));
    assertThat(files("spent")).containsExactly(FILES);
    JsonNode results = results("spent");
    assertThat(results.at("/minimum/stopReason").asText()).isEqualTo("iteration budget spent");
    assertThat(results.at("/minimum/iterations").asInt()).isEqualTo(3);
    assertThat(results.at("/curvature/sharpness/value").asDouble()).isPositive();
    assertThat(results.get("stability")).hasSize(4);
  }

  /** Wu, Ma &amp; E 2018, section 2: a = 2, s = 1.8, and SGD leaves x = 1 for x = 0. */
  @Test
  void theMotivatingExample() throws IOException {
    Path example = installation.home().resolve("examples/toy.yaml");
    assertCode(
        0, runConfig(example.toString(), "toy", "escape.trials=10", "escape.maxIterations=250"));
    JsonNode results = results("toy");
    JsonNode one = results;
    JsonNode zero = results.at("/otherMinima/0");
    assertThat(one.at("/minimum/name").asText()).isEqualTo("x=1");
    assertThat(zero.at("/minimum/name").asText()).isEqualTo("x=0");
    assertThat(one.at("/curvature/sharpness/value").asDouble()).isEqualTo(2, within(1e-9));
    assertThat(one.at("/curvature/nonUniformity/value").asDouble()).isEqualTo(1.8, within(1e-9));
    assertThat(zero.at("/curvature/sharpness/value").asDouble()).isEqualTo(2, within(1e-9));
    assertThat(zero.at("/curvature/nonUniformity/value").asDouble()).isEqualTo(0, within(1e-9));

    assertThat(verdicts(one)).containsExactly("gd stable", "sgd escapes");
    assertThat(verdicts(zero)).containsExactly("gd stable", "sgd stable");
    JsonNode sgd = one.at("/stability/1");
    assertThat(condition(sgd, "mean-square growth").get("value").asDouble())
        .isEqualTo(1.7476, within(1e-9));
    assertThat(condition(sgd, "full-batch growth").get("value").asDouble())
        .isEqualTo(0.4, within(1e-9));
    assertThat(sgd.at("/criticalLearningRate/upper").asDouble())
        .isEqualTo(4 / (4 + 1.8 * 1.8), within(1e-9));

    assertThat(one.at("/escape/0/escaped").asInt()).as("gd stays").isZero();
    assertThat(one.at("/escape/1/escaped").asInt()).as("sgd leaves").isEqualTo(10);
    assertThat(one.at("/escape/1/endedAt").toString()).isEqualTo("{\"x=0\":10}");
    assertThat(zero.at("/escape/1/escaped").asInt()).as("sgd stays").isZero();
    assertThat(files("toy")).contains("minimum.safetensors").doesNotContain("training.png");
  }

  private static List<String> verdicts(JsonNode minimum) {
    return StreamSupport.stream(minimum.get("stability").spliterator(), false)
        .map(entry -> entry.get("optimizer").asText() + " " + entry.get("verdict").asText())
        .toList();
  }

  @Test
  void realImages() throws IOException {
    Path data = Path.of("").toAbsolutePath().resolve("../../shared/data/fashion-mnist").normalize();
    assumeTrue(Files.isDirectory(data), "no real images at " + data);
    Outcome outcome =
        run(
            "fashion",
            "data={type: idx, dir: '" + data + "', train: 100, test: 50}",
            "model.hidden=[20]",
            "train={optimizer: {type: gd, learningRate: 0.1}, maxIterations: 30}",
            "analyze.optimizers=[{type: gd, learningRate: 0.1}]",
            "escape=null");
    assertCode(3, outcome);
    JsonNode results = results("fashion");
    assertThat(results.at("/provenance/parameters").asInt()).isEqualTo(784 * 20 + 20 + 210);
    assertThat(results.at("/minimum/loss").asDouble()).isBetween(0.02, 0.1);
    assertThat(results.at("/minimum/trainAccuracy").asDouble()).isGreaterThan(0.2);
    assertThat(results.at("/curvature/sharpness/value").asDouble()).isBetween(1.0, 40.0);
    assertThat(Files.readString(work("fashion/results.json"))).doesNotContain(data.toString());
  }
}
