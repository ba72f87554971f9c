package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A third party's way: a generated project, its zip, and a place in every table")
class GeneratedPluginIT extends DistributionTestCase {
  private static Path projects;
  private static Path project;
  private static Outcome build;

  @BeforeAll
  static void generateBuildAndDropIn(@TempDir Path folder) throws IOException {
    projects = Files.createDirectory(folder.resolve("projects"));
    assertCode(
        0,
        new ForeignMaven(projects)
            .generate(
                "groupId=org.rolling-stones",
                "artifactId=plugin-rolling",
                "optimizerName=rolling-ball"));
    project = projects.resolve("plugin-rolling");
    build = new ForeignMaven(project).run("verify");
    assertCode(0, build);
    Files.copy(
        project.resolve("target/plugin-rolling-0.1.0.zip"),
        installation.home().resolve("plugins/plugin-rolling-0.1.0.zip"));
  }

  private static Path experiment(String name) {
    return project.resolve("experiments").resolve(name);
  }

  @Test
  void aNameThatWouldNotCompileIsRefused() throws IOException {
    Outcome refused =
        new ForeignMaven(projects)
            .generate("groupId=org.example", "artifactId=plugin-state", "optimizerName=state");
    assertThat(refused.code()).as(refused.out()).isOne();
    assertThat(refused.out()).contains("className 'State', made from optimizerName 'state'");
    assertThat(projects.resolve("plugin-state")).doesNotExist();
  }

  @Test
  void classesAreNamedAfterTheOptimizer() {
    Path sources = project.resolve("src/main/java/org/rolling_stones");
    assertThat(sources.resolve("RollingBall.java"))
        .content()
        .startsWith("package org.rolling_stones;")
        .contains("record RollingBall(double learningRate, ");
    assertThat(sources.resolve("RollingBallFactory.java"))
        .content()
        .contains("return \"rolling-ball\";");
    assertThat(sources.resolve("RollingBallOptions.java")).exists();
    assertThat(project.resolve("README.md")).content().doesNotContain("${").contains("RollingBall");
    assertThat(project.resolve(".gitignore")).content().contains("target/");
  }

  /**
   * On the classes and on the zip. Two rules have nothing to say: O20 is about preconditioners that
   * grow, O24 about steps on a card.
   */
  @Test
  void theContractHasBeenRun() {
    Pattern passed =
        Pattern.compile(
            "Tests run: \\d+, Failures: 0, Errors: 0, Skipped: 2,.*RollingBallContractTest");
    assertThat(passed.matcher(build.out()).results()).hasSize(2);
    assertThat(project.resolve("target/surefire-reports")).isDirectoryContaining("glob:**.xml");
    assertThat(project.resolve("target/failsafe-reports"))
        .isDirectoryContaining("glob:**RollingBallContractTest-zip.xml");
  }

  @Test
  void itIsListedBesideTheBuiltInOnes() {
    assertThat(escapement("plugins", "list").out())
        .containsPattern("(?m)^momentum +optimizer +plugin-sgd@")
        .containsPattern("(?m)^rolling-ball +optimizer +plugin-rolling@0\\.1\\.0 ");
    assertThat(escapement("plugins", "doctor").out())
        .containsPattern("(?m)^OK +plugin-rolling-0\\.1\\.0\\.zip .* optimizer rolling-ball$");
    assertThat(escapement("plugins", "describe", "rolling-ball").out())
        .startsWith("optimizer rolling-ball (plugin-rolling@0.1.0)")
        .contains("learningRate", "momentum", "batchSize");
  }

  /** The heavy ball of the distribution is the same map, and its thresholds are known. */
  @Test
  void itsStabilityIsDerivedFromItsLinearizationAlone() throws IOException {
    Outcome outcome =
        escapement("analyze", experiment("quadratic.yaml").toString(), "--out", "quadratic");
    assertCode(0, outcome);
    assertThat(outcome.out())
        .containsPattern("(?m)^  rolling-ball\\(learningRate=0\\.5\\) +stable +2\\.1498 ")
        .containsPattern("(?m)^  rolling-ball, momentum +0\\.11781 +0\\.42328 +2\\.1498$");
    JsonNode results = results("quadratic");
    assertThat(verdicts(results))
        .startsWith("rolling-ball stable", "rolling-ball stable", "rolling-ball escapes");
    JsonNode full = critical(results, 0);
    assertThat(full).isEqualTo(critical(results, 3));
    double edge = critical(results, 4).get("upper").asDouble();
    assertThat(full.get("upper").asDouble()).isCloseTo(1.9 * edge, within(1e-6));
    JsonNode noisy = critical(results, 1);
    assertThat(noisy.get("lower").asDouble()).isCloseTo(0.1178079224, within(1e-6));
    assertThat(noisy.get("upper").asDouble()).isCloseTo(0.1178079224, within(1e-6));
  }

  private static JsonNode critical(JsonNode results, int optimizer) {
    return results.at("/stability/" + optimizer + "/criticalLearningRate");
  }

  private static List<String> verdicts(JsonNode results) {
    return StreamSupport.stream(results.get("stability").spliterator(), false)
        .map(entry -> entry.get("optimizer").asText() + " " + entry.get("verdict").asText())
        .toList();
  }

  @Test
  void itLeavesWhereTheVerdictSaysSo() throws IOException {
    assertCode(0, escapement("escape", experiment("quadratic.yaml").toString(), "--out", "escape"));
    JsonNode escape = results("escape").get("escape");
    assertThat(escape.at("/0/optimizer").asText()).isEqualTo("rolling-ball");
    assertThat(escape.at("/0/escaped").asInt()).isZero();
    assertThat(escape.at("/1/optimizer").asText()).isEqualTo("rolling-ball");
    assertThat(escape.at("/1/escaped").asInt()).isEqualTo(10);
  }

  @Test
  void itTrainsANetwork() throws IOException {
    Outcome outcome = escapement("run", experiment("network.yaml").toString(), "--out", "network");
    assertCode(0, outcome);
    JsonNode results = results("network");
    assertThat(results.at("/minimum/stopReason").asText()).isEqualTo("loss reached");
    assertThat(results.at("/stability/0/optimizer").asText()).isEqualTo("rolling-ball");
    assertThat(results.at("/stability/0/verdict").asText()).isEqualTo("stable");
    assertThat(results.at("/escape/0/escaped").asInt()).isZero();
  }
}
