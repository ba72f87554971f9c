package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Thresholds that are known to many digits from exact enumeration of batches. */
class StabilityAnalysisTest {
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-12, 1000);

  /** The reference values are given to ten digits. */
  private static final double DIGITS = 2e-10;

  private static final Quadratic A = Quadratic.scalar(0.2, 3.8);
  private static final Quadratic B = Quadratic.ofRows(new double[] {1, 0}, new double[] {1, 1});
  private static final Quadratic C =
      Quadratic.ofRows(new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 2});

  /** Problem; Theorem 1, bounds (9), exact mean-square threshold, all B = 1; full batch. */
  static Stream<Arguments> references() {
    return Stream.of(
        Arguments.of(A, 0.5524861878, 0.5555555556, 0.5524861878, 1.0),
        Arguments.of(B, 1.0, 1.2360679775, 1.1314829082, 1.5278640450),
        Arguments.of(C, 0.5355250317, 0.5665260726, 0.5760394922, 1.1314829082));
  }

  @ParameterizedTest
  @MethodSource("references")
  void thresholdOfTheoremOne(
      Quadratic problem, double theoremOne, double bounds, double exact, double fullBatch) {
    StabilityReport report = analyse(problem, Descent.batches(0.1, 1));
    Condition condition = single(report, Kind.SUFFICIENT);
    assertThat(condition.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(condition.criticalLearningRate().orElseThrow())
        .isCloseTo(theoremOne, within(DIGITS));
    assertThat(report.criticalLearningRate().lower()).isCloseTo(theoremOne, within(DIGITS));
    assertThat(report.criticalLearningRate().upper())
        .as("a necessary condition's rate is no smaller than the exact one")
        .isGreaterThanOrEqualTo(exact - DIGITS);
  }

  @ParameterizedTest
  @MethodSource("references")
  void boundsNine(
      Quadratic problem, double theoremOne, double bounds, double exact, double fullBatch) {
    StabilityReport report = analyse(problem, Descent.batches(0.1, 1));
    double smallest =
        conditions(report, Kind.NECESSARY_FOR_THEOREM_ONE).stream()
            .mapToDouble(condition -> condition.criticalLearningRate().orElseThrow())
            .min()
            .orElseThrow();
    assertThat(smallest).isCloseTo(bounds, within(DIGITS));
  }

  @ParameterizedTest
  @MethodSource("references")
  void criticalRateOfFullBatchDescent(
      Quadratic problem, double theoremOne, double bounds, double exact, double fullBatch) {
    StabilityReport report = analyse(problem, Descent.full(0.1));
    assertThat(report.criticalLearningRate().lower()).isCloseTo(fullBatch, within(DIGITS));
    assertThat(report.criticalLearningRate().upper()).isCloseTo(fullBatch, within(DIGITS));
    assertThat(analyse(problem, Descent.full(0.999 * fullBatch)).verdict())
        .isEqualTo(Verdict.STABLE);
    assertThat(analyse(problem, Descent.full(1.001 * fullBatch)).verdict())
        .isEqualTo(Verdict.ESCAPES);
  }

  /** A batch that always holds everything has no noise. */
  @Test
  void batchOfAllExamplesIsTheFullBatch() {
    StabilityReport report = analyse(C, Descent.batches(1.12, 3));
    assertThat(report.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(report.criticalLearningRate().upper()).isCloseTo(1.1314829082, within(DIGITS));
  }

  /** Neither verdict may contradict the exact threshold, on either side of it. */
  @ParameterizedTest
  @MethodSource("references")
  void verdictsNeverContradictTheExactThreshold(
      Quadratic problem, double theoremOne, double bounds, double exact, double fullBatch) {
    for (double share = 0.5; share < 2.5; share += 0.0371) {
      Verdict verdict = analyse(problem, Descent.batches(share * exact, 1)).verdict();
      assertThat(verdict)
          .as("rate %s, exact threshold %s", share * exact, exact)
          .isNotIn(
              share < 1
                  ? List.of(Verdict.UNSTABLE, Verdict.INTERMITTENT, Verdict.ESCAPES)
                  : List.of(Verdict.STABLE));
      if (share * exact < theoremOne) {
        assertThat(verdict).isEqualTo(Verdict.STABLE);
      }
      if (share * exact > fullBatch) {
        assertThat(verdict).isEqualTo(Verdict.UNSTABLE);
      }
    }
  }

  /** Problem C is stable up to 0.57604, beyond its bound (9) of 0.56653. */
  @Test
  void failingBoundsNineDoNotProveInstability() {
    StabilityReport report = analyse(C, Descent.batches(0.57, 1));
    assertThat(conditions(report, Kind.NECESSARY_FOR_THEOREM_ONE))
        .anyMatch(condition -> condition.certain() && !condition.holds());
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
  }

  /** The paper's example: at x = 1 curvatures 0.2 and 3.8, at x = 0 twice 2; η = 0.7, B = 1. */
  @Test
  void toyExampleOfThePaper() {
    StabilityReport sharp = analyse(A, Descent.batches(0.7, 1));
    assertThat(single(sharp, Kind.SUFFICIENT).value()).isCloseTo(1.7476, within(1e-12));
    assertThat(sharp.verdict()).isEqualTo(Verdict.UNSTABLE);
    List<Condition> bounds = conditions(sharp, Kind.NECESSARY_FOR_THEOREM_ONE);
    assertThat(bounds.get(0).value()).as("a").isCloseTo(2, within(1e-12));
    assertThat(bounds.get(1).value()).as("s").isCloseTo(1.8, within(1e-12));
    StabilityReport fullBatch = analyse(A, Descent.full(0.7));
    assertThat(fullBatch.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(fullBatch.conditions().get(1).value())
        .as("growth factor |1 - eta a|")
        .isCloseTo(0.4, within(1e-12));
    StabilityReport flat = analyse(Quadratic.scalar(2, 2), Descent.batches(0.7, 1));
    assertThat(flat.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(single(flat, Kind.SUFFICIENT).value()).isCloseTo(0.16, within(1e-12));
  }

  @Test
  void replacementHasItsOwnBatchFactor() {
    Descent with = new Descent(0.1, Sampling.withReplacement(2));
    double[] h = {0.2, 3.8};
    double a = 2;
    double variance = (h[0] - a) * (h[0] - a);
    assertThat(analyse(A, with).criticalLearningRate().lower())
        .isCloseTo(2 * a / (a * a + variance / 2), within(1e-10));
  }

  /** At a flat direction the left side of (8) is 1 exactly; that must not hide a threshold. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.99, 1.01})
  void flatDirectionsDoNotDecide(double rate) {
    Quadratic withFlat = Quadratic.ofRows(new double[] {1, 0, 0, 0}, new double[] {1, 1, 0, 0});
    StabilityReport report = analyse(withFlat, Descent.batches(rate, 1));
    assertThat(report.criticalLearningRate().lower()).isCloseTo(1, within(1e-5));
    if (rate < 1) {
      assertThat(report.verdict()).isEqualTo(Verdict.STABLE);
    } else {
      assertThat(report.verdict()).isNotEqualTo(Verdict.STABLE);
    }
  }

  @Test
  void saddleIsUnstable() {
    Quadratic saddle = new Quadratic(new double[][] {{1, 0}, {0, -0.5}});
    StabilityReport report = analyse(saddle, Descent.full(0.1));
    assertThat(report.verdict()).isEqualTo(Verdict.ESCAPES);
    assertThat(report.reason()).contains("negative curvature");
  }

  /** E H_ξ² along the second axis is 1 though the mean curvature there is 0: (8) is 1.25 > 1. */
  @Test
  void noiseWithoutMeanCurvatureRefutesTheoremOne() {
    Quadratic problem =
        new Quadratic(new double[][] {{1, 0}, {0, 1}}, new double[][] {{1, 0}, {0, -1}});
    StabilityReport report = analyse(problem, Descent.batches(0.5, 1));
    Condition theoremOne = single(report, Kind.SUFFICIENT);
    assertThat(theoremOne.value()).isCloseTo(1.25, within(1e-9));
    assertThat(theoremOne.holds()).isFalse();
    assertThat(report.verdict()).isNotEqualTo(Verdict.STABLE);
  }

  @Test
  void aSaddleIsUnstableAtEveryRate() {
    StabilityReport report =
        analyse(new Quadratic(new double[][][] {{{1, 0}, {0, -0.5}}}), Descent.full(0.1));
    assertThat(report.verdict()).isEqualTo(Verdict.ESCAPES);
    assertThat(report.reason()).startsWith("negative curvature");
    assertThat(report.criticalLearningRate().lower()).isNaN();
  }

  private static List<Condition> conditions(StabilityReport report, Kind kind) {
    return report.conditions().stream().filter(condition -> condition.kind() == kind).toList();
  }

  private static Condition single(StabilityReport report, Kind kind) {
    List<Condition> found = conditions(report, kind);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static StabilityReport analyse(Quadratic problem, Optimizer optimizer) {
    return analyse(problem, optimizer, LiveState.ofTraining(State.empty()), OptionalDouble.empty());
  }

  /** At the origin. */
  static StabilityReport analyse(
      Quadratic problem, Optimizer optimizer, LiveState live, OptionalDouble learningRate) {
    INDArray origin = Nd4j.zeros(DataType.DOUBLE, problem.dimension());
    RandomStreams streams = RandomStreams.of(1);
    try (Curvature curvature = problem.curvature(origin)) {
      CurvatureOperators operators = CurvatureOperators.of(problem, curvature);
      try (CurvatureMeasurement measured =
          CurvatureMeasurement.of(operators, operators, TOLERANCE, streams.stream("measure"))) {
        return new StabilityAnalysis(
                problem,
                operators,
                measured,
                operators,
                origin,
                new AnalysisPlan(TOLERANCE, List.of(), false, 100, 1, 1000),
                streams.stream("analysis"))
            .analyse(optimizer, live, learningRate);
      }
    }
  }
}
