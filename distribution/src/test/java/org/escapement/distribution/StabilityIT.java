package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.StreamSupport;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName(
    "What analyze finds out about every optimizer, on a problem whose thresholds are known")
class StabilityIT extends DistributionTestCase {
  private static final String CONFIG =
      """
      seed: 1
      precision: double
      model:
        type: quadratic
        factors: [[[1, 0]], [[1, 1]], [[0, 2]]]
      minima: [origin]
      analyze:
        tolerance: 1.0e-10
        batchSizes: [1, 2, 3]
        withReplacement: true
        perturbation: 0.01
        optimizers:
          - {type: gd, learningRate: 1.2}
          - {type: sgd, learningRate: 0.5}
          - {type: sgd, learningRate: 0.65}
          - {type: sgd, learningRate: 0.8}
          - {type: sgd, learningRate: 0.5, sampling: reshuffle}
          - {type: momentum, learningRate: 0.1, batchSize: 1}
          - {type: nesterov, learningRate: 0.1, batchSize: 1}
          - {type: adam, learningRate: 1.0e-3, batchSize: 1}
          - {type: rmsprop, learningRate: 1.0e-3, batchSize: 1}
          - {type: lbfgs, learningRate: 1.5}
          - {type: lbfgs, learningRate: 3.0}
          - {type: lbfgs, learningRate: 3.0, lineSearch: strong-wolfe}
      """;

  private static Outcome table;
  private static JsonNode stability;

  @BeforeAll
  static void analyze() throws IOException {
    Files.writeString(work("quadratic.yaml"), CONFIG);
    table = escapement("analyze", "quadratic.yaml", "--out", "quadratic");
    assertCode(0, table);
    stability =
        new ObjectMapper()
            .readTree(work("quadratic").resolve("results.json").toFile())
            .get("stability");
  }

  @ParameterizedTest
  @CsvSource({
    "0, escapes",
    "1, stable",
    "2, intermittent",
    "3, escapes",
    "4, undecided",
    "5, stable",
    "6, stable",
    "9, stable",
    "10, escapes"
  })
  void verdicts(int optimizer, String verdict) {
    JsonNode result = stability.get(optimizer);
    assertThat(result.get("verdict").asText()).as(result.get("reason").asText()).isEqualTo(verdict);
    assertThat(result.at("/fixedPoint/fixedPoint").asBoolean()).isTrue();
    assertThat(result.at("/fixedPoint/perturbation").asDouble()).isEqualTo(0.01);
  }

  /** By enumeration of all batches. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, without replacement, 0.5760394922",
    "1, 2, without replacement, 0.9381644904",
    "1, 2, with replacement, 0.7815076586",
    "1, 3, without replacement, 1.1314829082",
    "5, 1, without replacement, 0.1178079224",
    "5, 2, without replacement, 0.4232801555",
    "6, 1, without replacement, 0.2327498764",
    "6, 2, without replacement, 0.5711439265"
  })
  void criticalLearningRates(int optimizer, int batchSize, String sampling, double expected) {
    JsonNode rate =
        StreamSupport.stream(
                stability.get(optimizer).at("/meanSquare/criticalLearningRates").spliterator(),
                false)
            .filter(
                each ->
                    each.get("batchSize").asInt() == batchSize
                        && each.get("sampling").asText().equals(sampling))
            .findFirst()
            .orElseThrow()
            .get("rate");
    assertThat(rate.get("meaning").asText()).isEqualTo("exact");
    assertThat(rate.get("lower").asDouble()).isLessThanOrEqualTo(expected * (1 + 1e-9));
    assertThat(rate.get("upper").asDouble()).isGreaterThanOrEqualTo(expected * (1 - 1e-9));
    assertThat(rate.get("upper").asDouble()).isCloseTo(expected, within(2e-6 * expected));
  }

  @Test
  void everyOptimizerIsInTheTable() {
    assertThat(table.out())
        .contains("critical learning rate in mean square by batch size, without replacement")
        .contains("critical learning rate in mean square by batch size, with replacement")
        .containsPattern("\n  gd, sgd +0\\.57604 +0\\.93816 +1\\.1315\n")
        .containsPattern("\n  momentum +0\\.11781 +0\\.42328 +2\\.1498\n")
        .containsPattern("\n  lbfgs \\* +0\\.57604 +0\\.93816 +1\\.1315\n")
        .containsPattern("\n  adam \\* +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+\n")
        .containsPattern("\n  rmsprop \\* +[0-9.e-]+ +[0-9.e-]+ +[0-9.e-]+\n")
        .contains("* indicative: the preconditioner is held");
  }

  /** ln(η − 1) beyond 2, whatever the curvature. */
  @Test
  void exponentOfLiveCurvaturePairs() {
    assertThat(stability.at("/9/liveExponent/value").asDouble()).isNegative();
    assertThat(stability.at("/10/liveExponent/value").asDouble())
        .isCloseTo(Math.log(2), within(1e-6));
  }

  /** A search refuses the steps that would grow: the rate decides nothing. */
  @Test
  void lineSearchIsStableAtEveryRate() {
    assertThat(stability.at("/10/verdict").asText()).isEqualTo("escapes");
    assertThat(stability.at("/11/verdict").asText()).isEqualTo("stable");
    assertThat(stability.at("/11/liveExponent/value").asDouble()).isNegative();
  }

  /** D = ε at the literal fixed point, where the sharpness over ε is far beyond the edge. */
  @Test
  void adaptiveMethodsAtRest() {
    assertThat(stability.at("/7/atRest/limit").asDouble()).isCloseTo(1.7675918792e8, within(1e2));
    assertThat(stability.at("/8/atRest/edge").asDouble()).isCloseTo(2000, within(1e-6));
    assertThat(stability.at("/1/atRest").isNull()).isTrue();
  }

  @Test
  void leavesTheDiagramAsPictureAndDrawing() throws IOException {
    assertThat(Files.size(work("quadratic").resolve("stability.png"))).isGreaterThan(10_000);
    assertThat(Files.readString(work("quadratic").resolve("stability.svg")))
        .contains("<svg", "sgd(learningRate=0.65, batchSize=1)", "sharpness a of H");
  }
}
