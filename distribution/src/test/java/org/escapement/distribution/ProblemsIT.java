package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("analyze finds the numbers of docs/problems.md, which are known in closed form")
class ProblemsIT extends DistributionTestCase {
  private static final double EIGENVALUE_SHARE = 1e-9;
  private static final double RATE_SHARE = 2e-6;

  private static final Map<String, JsonNode> RESULTS = new HashMap<>();

  @BeforeAll
  static void analyze() throws IOException {
    analyze("linear-regression", "variances: [1, 1, 1, 1]", "[teacher]", "[1, 2, 5, 20]", 0.9, 0.1);
    analyze(
        "one-hot-regression",
        "counts: [16, 8, 4, 2, 1, 1], inputs: [1, 1, 1, 1, 1, 3]",
        "[teacher]",
        "[1, 2, 4, 8, 16, 32]",
        1.9,
        0.12);
    analyze(
        "matrix-factorisation",
        "rows: 8, columns: 2, singularValues: [4, 2], imbalance: 2",
        "[balanced, level, unbalanced]",
        "[1, 2, 4, 8, 16]",
        1.8,
        0.3);
    analyze(
        "teacher-student",
        "weights: [3, 2, 1], gain: 1, copies: 3",
        "[teacher, split, rescaled]",
        "[1, 2, 4]",
        0.35,
        0.12);
  }

  private static void analyze(
      String model,
      String options,
      String minima,
      String batchSizes,
      double fullBatchRate,
      double singleExampleRate)
      throws IOException {
    String config =
        """
        seed: 1
        precision: double
        model: {type: %s, %s}
        minima: %s
        analyze:
          tolerance: 1.0e-10
          batchSizes: %s
          withReplacement: true
          optimizers:
            - {type: gd, learningRate: %s}
            - {type: sgd, learningRate: %s, batchSize: 1}
        """
            .formatted(model, options, minima, batchSizes, fullBatchRate, singleExampleRate);
    Files.writeString(work(model + ".yaml"), config);
    assertCode(0, escapement("analyze", model + ".yaml", "--out", model));
    JsonNode results = results(model);
    RESULTS.put(model + " " + results.at("/minimum/name").asText(), results);
    results
        .get("otherMinima")
        .forEach(other -> RESULTS.put(model + " " + other.at("/minimum/name").asText(), other));
  }

  @ParameterizedTest
  @CsvSource({
    "linear-regression teacher, 2, 4.472135954999579",
    "one-hot-regression teacher, 1, 3.13186745409189",
    "matrix-factorisation balanced, 1, 2.5495097567963922",
    "matrix-factorisation level, 1.25, 2.436698586202241",
    "matrix-factorisation unbalanced, 2.125, 3.3796264586489437",
    "teacher-student teacher, 6.09864784996772, 8.624790501561867",
    "teacher-student split, 5.126352794714434, 7.249757647794371",
    "teacher-student rescaled, 4.893949434854628, 6.921089664339559"
  })
  void curvature(String minimum, double sharpness, double nonUniformity) {
    JsonNode results = RESULTS.get(minimum);
    assertThat(results.at("/minimum/loss").asDouble()).isLessThan(1e-25);
    assertThat(results.at("/curvature/method").asText()).isEqualTo("exact");
    assertThat(results.at("/curvature/sharpness/value").asDouble())
        .isCloseTo(sharpness, within(EIGENVALUE_SHARE * sharpness));
    assertThat(results.at("/curvature/nonUniformity/value").asDouble())
        .isCloseTo(nonUniformity, within(EIGENVALUE_SHARE * nonUniformity));
    JsonNode rate = results.at("/stability/0/criticalLearningRate");
    assertThat(rate.get("lower").asDouble())
        .isCloseTo(2 / sharpness, within(RATE_SHARE * 2 / sharpness));
    assertThat(rate.get("upper").asDouble())
        .isCloseTo(2 / sharpness, within(RATE_SHARE * 2 / sharpness));
  }

  /** The rates of single examples are those at which second moments over all batches stand. */
  @ParameterizedTest
  @CsvSource({
    "linear-regression teacher, 1, without replacement, 0.16666666666667",
    "linear-regression teacher, 2, with replacement, 0.28571428571429",
    "linear-regression teacher, 5, with replacement, 0.5",
    "linear-regression teacher, 5, without replacement, 0.530303030303",
    "linear-regression teacher, 20, with replacement, 0.8",
    "one-hot-regression teacher, 1, without replacement, 0.111111111111",
    "one-hot-regression teacher, 2, without replacement, 0.222222222222",
    "one-hot-regression teacher, 4, without replacement, 0.444444444444",
    "one-hot-regression teacher, 16, without replacement, 1.777777777778",
    "one-hot-regression teacher, 32, without replacement, 2",
    "matrix-factorisation balanced, 1, without replacement, 0.266666666667",
    "matrix-factorisation balanced, 2, without replacement, 0.525393151127",
    "matrix-factorisation balanced, 4, with replacement, 0.863226167354",
    "matrix-factorisation balanced, 8, without replacement, 1.750571520089",
    "matrix-factorisation level, 1, without replacement, 0.333333333333",
    "matrix-factorisation level, 2, without replacement, 0.625602320158",
    "matrix-factorisation level, 8, without replacement, 1.491464315937",
    "matrix-factorisation unbalanced, 1, without replacement, 0.266666666667",
    "matrix-factorisation unbalanced, 2, with replacement, 0.440989986065",
    "matrix-factorisation unbalanced, 8, without replacement, 0.875084741631",
    "teacher-student teacher, 1, without replacement, 0.109313848425",
    "teacher-student teacher, 4, without replacement, 0.255065646324",
    "teacher-student split, 1, without replacement, 0.130046973621",
    "teacher-student split, 2, with replacement, 0.195070460432",
    "teacher-student rescaled, 1, without replacement, 0.136222630728",
    "teacher-student rescaled, 4, with replacement, 0.272445261456"
  })
  void criticalLearningRates(String minimum, int batchSize, String sampling, double expected) {
    JsonNode rate =
        StreamSupport.stream(
                RESULTS
                    .get(minimum)
                    .at("/stability/1/meanSquare/criticalLearningRates")
                    .spliterator(),
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
    assertThat(rate.get("upper").asDouble()).isCloseTo(expected, within(RATE_SHARE * expected));
  }

  /** Rates are chosen so that they lie between the thresholds of two minima or methods. */
  @ParameterizedTest
  @CsvSource({
    "linear-regression teacher, 0, stable",
    "linear-regression teacher, 1, stable",
    "one-hot-regression teacher, 0, stable",
    "matrix-factorisation balanced, 0, stable",
    "matrix-factorisation level, 0, escapes",
    "matrix-factorisation unbalanced, 0, escapes",
    "matrix-factorisation level, 1, stable",
    "teacher-student teacher, 0, escapes",
    "teacher-student split, 0, stable",
    "teacher-student rescaled, 0, stable",
    "teacher-student split, 1, stable",
    "teacher-student rescaled, 1, stable"
  })
  void verdicts(String minimum, int optimizer, String verdict) {
    assertVerdict(RESULTS.get(minimum).get("stability").get(optimizer), verdict);
  }

  /** With commuting Hessians and single examples the two ways of growing begin together. */
  @Test
  void nothingIsIntermittentWhereHessiansCommute() {
    assertVerdict(RESULTS.get("one-hot-regression teacher").get("stability").get(1), "escapes");
  }

  @Test
  void noiseDrivesSgdFromTheFlattestFactors() {
    for (String name : new String[] {"balanced", "unbalanced"}) {
      JsonNode sgd = RESULTS.get("matrix-factorisation " + name).get("stability").get(1);
      assertThat(sgd.get("verdict").asText()).isIn("intermittent", "escapes", "unstable");
      assertThat(sgd.at("/meanSquare/growthRate/lower").asDouble()).isGreaterThan(1);
    }
  }

  /** 2/tr H = 0.4, a quarter of the full-batch edge: where a search might set out, and stay. */
  @Test
  void aThresholdThatIsANeatShareOfTheEdge() throws IOException {
    Outcome outcome =
        escapement(
            "analyze",
            "matrix-factorisation.yaml",
            "--set",
            "model.singularValues=[4, 1]",
            "--set",
            "minima=[level]",
            "--set",
            "analyze.batchSizes=[1]",
            "--out",
            "neat");
    assertCode(0, outcome);
    JsonNode rate = results("neat").at("/stability/1/meanSquare/criticalLearningRates/0/rate");
    assertThat(rate.get("status").asText()).isEqualTo("converged");
    assertThat(rate.get("lower").asDouble()).isBetween(0.4 * (1 - 2e-6), 0.4);
    assertThat(rate.get("upper").asDouble()).isBetween(0.4, 0.4 * (1 + 2e-6));
  }

  @Test
  void crossEntropyIsRefused() throws IOException {
    Files.writeString(
        work("entropy.yaml"),
        """
        model: {type: linear-regression}
        loss: cross-entropy
        minima: [teacher]
        analyze: {optimizers: [{type: gd, learningRate: 0.1}]}
        """);
    assertRefused(
        escapement("analyze", "entropy.yaml", "--out", "entropy"),
        "ESC-105",
        "must be mse or half-squared-error, not cross-entropy");
  }

  private static void assertVerdict(JsonNode result, String verdict) {
    assertThat(result.get("verdict").asText()).as(result.get("reason").asText()).isEqualTo(verdict);
  }
}
