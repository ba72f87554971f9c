package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every optimizer of the distribution in one run; training ends in the middle of a schedule. */
class OptimizersIT extends DistributionTestCase {
  /** Trained for 25 steps, the rate being cut by half after 10 and 20 of them. */
  private static final String CONFIG =
      """
      seed: 1
      precision: double
      data:  {type: generated, train: 20, classes: 2, size: 4}
      model: {type: mlp, hidden: [4], activation: tanh}
      train:
        optimizer: {type: gd, learningRate: 0.4, schedule: {type: step, every: 10, factor: 0.5}}
        until: {loss: 0}
        maxIterations: 25
      analyze:
        optimizers:
          - {type: gd, learningRate: 0.4, schedule: {type: step, every: 10, factor: 0.5}}
          - {type: sgd, learningRate: 0.1, schedule: {type: cosine, steps: 10}}
          - {type: momentum, learningRate: 0.1, schedule: {warmup: 39}}
          - {type: nesterov}
          - {type: adam}
          - {type: amsgrad}
          - {type: nadam}
          - {type: adamax}
          - {type: adabelief}
          - {type: rmsprop}
          - {type: adagrad}
          - {type: adadelta}
      """;

  private static Outcome table;
  private static JsonNode stability;

  @BeforeAll
  static void run() throws IOException {
    Files.writeString(work("optimizers.yaml"), CONFIG);
    table = escapement("run", "optimizers.yaml", "--out", "optimizers");
    assertThat(table.code()).as(table.err()).isEqualTo(3); // the loss of 0 is not reached
    stability =
        new ObjectMapper()
            .readTree(work("optimizers").resolve("results.json").toFile())
            .get("stability");
  }

  @Test
  void theOptimizerThatTrainedIsAnalysedAtTheRateThatTrainingEndedWith() {
    JsonNode trained = stability.get(0);
    assertThat(trained.get("state").asText()).isEqualTo("the end of training");
    assertThat(trained.get("learningRate").asDouble()).isEqualTo(0.1);
    assertThat(trained.get("label").asText())
        .isEqualTo("gd(learningRate=0.4, schedule={type=step, every=10, factor=0.5})");
    assertThat(trained.get("options").get("schedule").get("type").asText()).isEqualTo("step");
    assertThat(table.out()).contains("learning rate 0.10000 in force");
  }

  @Test
  void othersAreAtTheEndOfTheirWarmUp() {
    assertThat(stability.get(1).get("learningRate").asDouble()).isZero();
    assertThat(stability.get(1).get("verdict").asText()).isEqualTo("undecided");
    assertThat(stability.get(2).get("learningRate").asDouble())
        .isCloseTo(0.1 * 21 / 40, within(1e-15));
    assertThat(stability.get(3).get("label").asText()).isEqualTo("nesterov(learningRate=0.1)");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11})
  void adaptiveMethodsAreJudgedByTheirPreconditionedSharpness(int index) {
    JsonNode result = stability.get(index);
    assertThat(edge(result).get("value").asDouble()).as(result.get("label").asText()).isPositive();
    assertThat(edge(result).get("kind").asText()).isEqualTo("indicative");
    assertThat(result.get("learningRate").asDouble()).isPositive();
    assertThat(result.get("fixedPoint").get("fullBatch").asDouble()).isPositive();
  }

  @Test
  void aMethodWithoutALearningRateCountsInItsSteps() {
    JsonNode result = stability.get(11);
    assertThat(result.get("options").has("learningRate")).isFalse();
    assertThat(result.get("learningRate").asDouble()).isEqualTo(1);
    JsonNode edge = edge(result);
    assertThat(edge.get("limit").asDouble()).isCloseTo(2, within(1e-9));
    assertThat(edge.get("criticalLearningRate").asDouble())
        .isCloseTo(2 / edge.get("value").asDouble(), within(1e-9));
  }

  private static JsonNode edge(JsonNode result) {
    for (JsonNode condition : result.get("conditions")) {
      if (condition
          .get("name")
          .asText()
          .equals("preconditioned sharpness against the full-batch edge")) {
        return condition;
      }
    }
    throw new AssertionError("no edge in " + result);
  }
}
