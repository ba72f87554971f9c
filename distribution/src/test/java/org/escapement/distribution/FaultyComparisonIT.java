package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

@DisplayName("An optimizer that fails in a comparison leaves the others' results as they are")
class FaultyComparisonIT extends DistributionTestCase {
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
            public State init(INDArray x) { return State.empty(); }
            public StepResult step(INDArray x, State state, BatchObjective objective) {
              if (options.fails().equals("step")) {
                throw new UnsupportedOperationException("not today");
              }
              return new StepResult(objective.gradient(x).muli(-0.3).addi(x), state);
            }
            public Linearization linearize(INDArray x, State state) {
              while (options.fails().equals("hangs")) {
                try { Thread.sleep(1000); } catch (InterruptedException e) { }
              }
              if (options.fails().equals("linearize")) {
                throw new UnsupportedOperationException("no derivative");
              }
              return Linearization.numerical();
            }
          };
        }
      }
      """;

  private static final String CONFIG =
      """
      seed: 1
      data: {type: generated, train: 20, test: 20, classes: 3, size: 6}
      model: {type: mlp, hidden: [8], activation: tanh}
      compare:
        seeds: [1]
        until: {loss: 1.0e-2}
        maxIterations: 5000
        optimizers:
          - {type: gd, learningRate: 0.3}
      """;

  private static final String OTHER = "    - {type: sgd, learningRate: 0.3, batchSize: 4}\n";

  @BeforeAll
  static void compareTheOthersAlone(@TempDir Path folder) throws IOException {
    ThirdPartyPlugin.write(
        installation,
        SOURCE,
        "Bad",
        List.of("acme.Bad"),
        folder,
        installation.home().resolve("plugins/acme.zip"));
    assertCode(0, compare("alone", ""));
  }

  private static Outcome compare(String name, String bad) throws IOException {
    Files.writeString(work(name + ".yaml"), CONFIG + bad + OTHER);
    return installation.run(
        Map.of("ESCAPEMENT_JAVA_OPTIONS", "-Descapement.plugin.seconds=1"),
        "compare",
        name + ".yaml",
        "--out",
        name);
  }

  private static Outcome compareWith(String fails) throws IOException {
    Outcome outcome = compare(fails, "    - {type: bad, fails: " + fails + "}\n");
    assertCode(3, outcome);
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(outcome.out()).contains("results in ", "failed 1/1");
    assertThat(work(fails))
        .isDirectoryContaining("glob:**/comparison.png")
        .isDirectoryContaining("glob:**/comparison.svg");
    assertThat(Files.readAllLines(work(fails + "/comparison.csv")))
        .hasSize(4)
        .allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(14));
    return outcome;
  }

  /** The trainings of gd and sgd, each with its answer about the other. */
  private static void assertOthersStand(String name) throws IOException {
    JsonNode sound = results("alone").get("trainings");
    JsonNode beside = results(name).get("trainings");
    for (int i = 0; i < 2; i++) {
      JsonNode expected = sound.get(i);
      JsonNode training = beside.get(2 * i);
      for (String part : List.of("id", "minimum", "curvature", "edge")) {
        assertThat(training.get(part)).isEqualTo(expected.get(part));
      }
      assertThat(training.get("stability").fieldNames()).toIterable().containsExactly("gd", "sgd");
      for (String asked : List.of("gd", "sgd")) {
        assertThat(training.at("/stability/" + asked + "/verdict"))
            .isEqualTo(expected.at("/stability/" + asked + "/verdict"));
      }
      assertThat(work(name + "/" + training.get("file").asText()))
          .hasSameBinaryContentAs(work("alone/" + training.get("file").asText()));
      assertThat(training.get("faults")).hasSize(1);
    }
  }

  private static void assertFault(JsonNode fault, String phase, String code, String message) {
    assertThat(fault.get("phase").asText()).isEqualTo(phase);
    assertThat(fault.get("optimizer").asText()).isEqualTo("bad");
    assertThat(fault.at("/plugin/id").asText()).isEqualTo("acme");
    assertThat(fault.get("code").asText()).isEqualTo(code);
    assertThat(fault.get("message").asText()).startsWith(message);
  }

  @Test
  void whatThrowsInTraining() throws IOException {
    Outcome outcome = compareWith("step");
    assertThat(outcome.out()).contains("no minimum: bad, seed 1: failed");
    assertThat(outcome.err())
        .contains("ESC-304 training bad, seed 1, bad(fails=step): optimizer 'bad' of acme@1.0.0: ");
    assertOthersStand("step");
    JsonNode trainings = results("step").get("trainings");
    JsonNode failed = trainings.get(1);
    assertThat(failed.get("minimum").isNull()).isTrue();
    assertThat(failed.get("file").isNull()).isTrue();
    assertThat(failed.get("found").asBoolean()).isFalse();
    assertFault(
        failed.at("/faults/0"),
        "training bad, seed 1",
        "ESC-304",
        "optimizer 'bad' of acme@1.0.0: step failed: UnsupportedOperationException: not today");
    assertFault(
        trainings.at("/0/faults/0"),
        "stability at the minimum of gd, seed 1",
        "ESC-304",
        "optimizer 'bad' of acme@1.0.0: step failed: UnsupportedOperationException: not today");
    assertThat(Files.readAllLines(work("step/comparison.csv")).get(2))
        .startsWith("bad,1,failed,,,");
  }

  @Test
  void whatHangsWhenItIsLinearized() throws IOException {
    compareWith("hangs");
    assertOthersStand("hangs");
    JsonNode trainings = results("hangs").get("trainings");
    String failure = "optimizer 'bad' of acme@1.0.0: linearize failed: no return within 10 s";
    assertFault(
        trainings.at("/0/faults/0"), "stability at the minimum of gd, seed 1", "ESC-309", failure);
    assertFault(
        trainings.at("/1/faults/0"),
        "training bad, seed 1",
        "ESC-309",
        "not asked again: " + failure);
    assertFault(
        trainings.at("/2/faults/0"),
        "stability at the minimum of sgd, seed 1",
        "ESC-309",
        "not asked again: " + failure);
  }

  /** The edge on the way is for a figure: a training that steps well finds its minimum without. */
  @Test
  void whatCannotBeLinearizedStillTrains() throws IOException {
    Outcome outcome = compareWith("linearize");
    assertThat(outcome.err().lines())
        .filteredOn(line -> line.contains("goes on without the optimizer's edge"))
        .hasSize(1);
    assertOthersStand("linearize");
    JsonNode own = results("linearize").at("/trainings/1");
    assertThat(own.get("found").asBoolean()).isTrue();
    assertThat(own.at("/minimum/stopReason").asText()).isEqualTo("loss reached");
    assertThat(own.at("/curvature/sharpness/status").asText()).isEqualTo("converged");
    assertThat(own.get("edge").isNull()).isTrue();
    assertThat(own.get("stability").fieldNames()).toIterable().containsExactly("gd", "sgd");
    JsonNode verdict = results("linearize").at("/verdicts/1");
    assertThat(verdict.get("foundBy").asText()).isEqualTo("gd");
    assertThat(verdict.get("optimizer").asText()).isEqualTo("bad");
    assertThat(verdict.get("minima").asInt()).isEqualTo(1);
    assertThat(verdict.get("counts")).isEmpty();
  }
}
