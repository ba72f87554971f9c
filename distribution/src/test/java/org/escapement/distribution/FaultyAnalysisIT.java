package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An optimizer that fails after training spoils neither the minimum nor other results")
class FaultyAnalysisIT extends DistributionTestCase {
  private static final String SOURCE =
      """
      package acme;

      import org.escapement.spi.linearization.Linearization;
      import org.escapement.spi.optimizer.*;
      import org.escapement.spi.option.Option;
      import org.nd4j.linalg.api.ndarray.INDArray;

      public class Bad implements OptimizerFactory<Bad.Options> {
        public record Options(@Option(value = "none", description = "what fails") String fails) {}
        public String name() { return "bad"; }
        public String description() { return "fails as it is told"; }
        public Class<Options> options() { return Options.class; }
        public Optimizer create(Options options) {
          return new Optimizer() {
            public State init(INDArray x) {
              System.out.println("I have begun");
              while (options.fails().equals("hangs")) {
                try { Thread.sleep(1000); } catch (InterruptedException e) { }
              }
              return State.empty();
            }
            public StepResult step(INDArray x, State state, BatchObjective objective) {
              INDArray next = objective.gradient(x).muli(-0.3).addi(x);
              return options.fails().equals("shape")
                  ? new StepResult(next.reshape(1, next.length()), state)
                  : new StepResult(next, state);
            }
            public Linearization linearize(INDArray x, State state) {
              if (options.fails().equals("throws")) {
                throw new UnsupportedOperationException("not at minima");
              }
              return Linearization.numerical();
            }
          };
        }
      }
      """;

  @BeforeAll
  static void installPlugin(@TempDir Path folder) throws IOException {
    ThirdPartyPlugin.write(
        installation,
        SOURCE,
        "Bad",
        List.of("acme.Bad"),
        folder,
        installation.home().resolve("plugins/acme.zip"));
  }

  private static Outcome run(String name, String analysed, String escaping) {
    return installation.run(
        Map.of("ESCAPEMENT_JAVA_OPTIONS", "-Descapement.plugin.seconds=2"),
        "run",
        "small.yaml",
        "--out",
        name,
        "--set",
        "analyze.optimizers=[{type: gd, learningRate: 0.3}, "
            + analysed
            + ", {type: sgd, learningRate: 0.02, batchSize: 4}]",
        "--set",
        "escape.optimizers=[" + escaping + ", {type: gd, learningRate: 0.3}]");
  }

  private static void assertFault(JsonNode fault, String phase, String code, String message) {
    assertThat(fault.get("phase").asText()).isEqualTo(phase);
    assertThat(fault.get("optimizer").asText()).isEqualTo("bad");
    assertThat(fault.at("/plugin/id").asText()).isEqualTo("acme");
    assertThat(fault.at("/plugin/version").asText()).isEqualTo("1.0.0");
    assertThat(fault.at("/plugin/sha256").asText()).hasSize(64);
    assertThat(fault.get("code").asText()).isEqualTo(code);
    assertThat(fault.get("message").asText())
        .startsWith("optimizer 'bad' of acme@1.0.0: " + message);
  }

  private static JsonNode assertWhole(String name, Outcome outcome) throws IOException {
    assertCode(3, outcome);
    assertThat(outcome.err()).doesNotContain("\tat ").contains("ESC-30");
    assertThat(outcome.out()).contains("results in ");
    assertThat(work(name))
        .isDirectoryContaining("glob:**/minimum.safetensors")
        .isDirectoryContaining("glob:**/metrics.csv")
        .isDirectoryContaining("glob:**/training.png")
        .isDirectoryContaining("glob:**/stability.png");
    JsonNode results = results(name);
    assertThat(results.at("/minimum/stopReason").asText()).isEqualTo("loss reached");
    assertThat(results.get("stability").findValuesAsText("optimizer")).containsExactly("gd", "sgd");
    assertThat(results.get("escape").findValuesAsText("optimizer")).containsExactly("gd");
    return results;
  }

  @Test
  void whatThrowsOrHasTheWrongShape() throws IOException {
    Outcome outcome = run("throws", "{type: bad, fails: throws}", "{type: bad, fails: shape}");
    JsonNode faults = assertWhole("throws", outcome).get("faults");
    assertThat(faults).hasSize(3);
    assertFault(
        faults.get(0),
        "stability",
        "ESC-304",
        "linearize failed: UnsupportedOperationException: not at minima (at acme.Bad$1.linearize");
    for (int i = 1; i < 3; i++) {
      assertFault(
          faults.get(i),
          i == 1 ? "prediction" : "escape",
          "ESC-304",
          "step returned a result with a point of shape [1, ");
    }
    assertThat(faults.at("/0/options/fails").asText()).isEqualTo("throws");
  }

  /** Standard output is the results' alone. */
  @Test
  void whatPrints() throws IOException {
    Outcome outcome =
        escapement(
            "run",
            "small.yaml",
            "--json",
            "--out",
            "prints",
            "--set",
            "analyze.optimizers=[{type: bad}]",
            "--set",
            "escape=null");
    assertCode(0, outcome);
    assertThat(new ObjectMapper().readTree(outcome.out())).isEqualTo(results("prints"));
    assertThat(outcome.err()).contains("I have begun");
  }

  @Test
  void whatHangs() throws IOException {
    Outcome outcome = run("hangs", "{type: bad, fails: hangs}", "{type: bad, fails: hangs}");
    JsonNode faults = assertWhole("hangs", outcome).get("faults");
    assertThat(faults).hasSize(2);
    assertFault(faults.get(0), "stability", "ESC-309", "init failed: no return within 2 s");
    assertFault(faults.get(1), "escape", "ESC-309", "init failed: no return within 2 s");
  }

  @Test
  void aStartBeyondTheDistanceOfEscapeCostsTheTrialsAlone() throws IOException {
    Outcome outcome =
        escapement("run", "small.yaml", "--out", "far", "--set", "escape.perturbation=100");
    assertCode(3, outcome);
    assertThat(outcome.err())
        .contains("ESC-105 analysis: escape.perturbation: found 100.0, must be less than");
    assertThat(work("far")).isDirectoryContaining("glob:**/stability.png");
    assertThat(results("far").get("stability")).hasSize(4);
    assertThat(results("far").get("escape")).isEmpty();
  }

  /** Before there is a minimum nothing is worth to be kept. */
  @Test
  void whatHangsInTraining() {
    Outcome outcome =
        installation.run(
            Map.of("ESCAPEMENT_JAVA_OPTIONS", "-Descapement.plugin.seconds=1"),
            "run",
            "small.yaml",
            "--out",
            "never",
            "--set",
            "train.optimizer={type: bad, fails: hangs}");
    assertCode(2, outcome);
    assertThat(outcome.err()).contains("ESC-309 optimizer 'bad' of acme@1.0.0: init failed: ");
    assertThat(Files.exists(work("never"))).isFalse();
  }

  @Test
  void soundRunsHaveNoFaults() throws IOException {
    assertCode(0, escapement("run", "small.yaml", "--out", "sound"));
    assertThat(results("sound").get("faults")).isEmpty();
  }

  @Test
  void batchesLargerThanTheData() {
    assertRefused(
        escapement(
            "run",
            "small.yaml",
            "--out",
            "large",
            "--set",
            "analyze.optimizers=[{type: sgd, learningRate: 0.1, batchSize: 40}]"),
        "ESC-105",
        "optimizer 'sgd' of plugin-sgd@",
        "draws batches of 40 distinct examples, there are 30");
  }
}
