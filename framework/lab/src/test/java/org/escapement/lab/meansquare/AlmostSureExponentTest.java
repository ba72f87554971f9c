package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.meansquare.AlmostSureExponent.Status;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlmostSureExponentTest {
  private static final Sampling ONE = Sampling.withoutReplacement(1);

  /** In one dimension λ = ½ Σ ln|1 − ηh_i|, zero at 0.5594716121 and negative again at 5.2. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5594716121, 0.8, 5.2})
  void oneDimension(double rate) {
    double low = Math.log(Math.abs(1 - 0.2 * rate));
    double high = Math.log(Math.abs(1 - 3.8 * rate));
    double deviation = Math.abs(high - low) / 2;
    AlmostSureExponent exponent = measure(Minimum.A, Recurrences.plain(rate), ONE, 3e-3, 1);
    assertThat(exponent.status()).isEqualTo(Status.CONVERGED);
    assertThat(exponent.standardError()).isLessThanOrEqualTo(3e-3);
    assertThat(exponent.value()).isCloseTo((low + high) / 2, within(3 * exponent.standardError()));
    // some sixty blocks tell a variance to a fifth
    assertThat(Math.sqrt(exponent.variance())).isCloseTo(deviation, within(0.4 * deviation));
  }

  /** −0.058 ± 0.001 by a simulation of others, where ρ = 1.26. */
  @Test
  void shrinksWhereTheMeanSquareGrows() {
    AlmostSureExponent exponent = measure(Minimum.C, Recurrences.plain(0.65), ONE, 1e-3, 2);
    assertThat(exponent.status()).isEqualTo(Status.CONVERGED);
    assertThat(exponent.value()).isCloseTo(-0.058, within(3 * Math.hypot(1e-3, 1e-3)));
  }

  /** The sign changes near 0.741. */
  @ParameterizedTest
  @CsvSource({"0.70, -1", "0.78, 1"})
  void changesItsSign(double rate, int sign) {
    AlmostSureExponent exponent = measure(Minimum.C, Recurrences.plain(rate), ONE, 2e-3, 3);
    assertThat(sign > 0 ? exponent.lower() : -exponent.upper()).isPositive();
  }

  /** λ never exceeds ½ ln ρ; and with all examples in a batch it equals it. */
  @Test
  void isBoundedByHalfTheLogarithmOfTheGrowthRate() {
    Recurrence momentum = Recurrences.heavyBall(0.2, 0.9);
    try (ReducedCurvature curvature = Minimum.C.reduced();
        MeanSquareStability stability =
            new MeanSquareStability(curvature, Tolerance.relative(1e-8, 500))) {
      double half = Math.log(stability.growthRate(momentum, 1).upper()) / 2;
      assertThat(measure(Minimum.C, momentum, ONE, 2e-3, 6).lower()).isLessThan(half);
      AlmostSureExponent full = measure(Minimum.C, momentum, Sampling.fullBatch(), 1e-3, 6);
      assertThat(full.value())
          .isCloseTo(Math.log(stability.growthRate(momentum, 0).upper()) / 2, within(1e-12));
      assertThat(full.standardError()).isZero();
    }
  }

  /** An epoch in any order multiplies by Π(1 − ηh_i), so that nothing is left to chance. */
  @Test
  void shuffledEpochsOfOneDimension() {
    try (ReducedCurvature curvature = Minimum.A.reduced()) {
      AlmostSureExponent exponent =
          AlmostSureExponent.of(
              curvature,
              Recurrences.plain(0.8),
              BatchStream.of(Sampling.reshuffled(1), 2, stream(7, "batches")),
              new AveragingPlan(1e-9, 100, 100_000, 60),
              stream(7, "start"));
      double expected = Math.log(Math.abs((1 - 0.16) * (1 - 3.04))) / 2;
      assertThat(exponent.value()).isCloseTo(expected, within(1e-4));
      assertThat(exponent.variance()).isLessThan(1e-2);
    }
  }

  @Test
  void oneSeedGivesOneNumber() {
    Recurrence nesterov = Recurrences.nesterov(0.3, 0.9);
    Sampling pairs = Sampling.withReplacement(2);
    AlmostSureExponent first = measure(Minimum.C, nesterov, pairs, 1e-2, 8);
    assertThat(measure(Minimum.C, nesterov, pairs, 1e-2, 8)).isEqualTo(first);
    assertThat(measure(Minimum.C, nesterov, pairs, 1e-2, 9)).isNotEqualTo(first);
  }

  @Test
  void namesWhatStoppedIt() {
    try (ReducedCurvature curvature = Minimum.C.reduced()) {
      BatchStream batches = BatchStream.of(ONE, 3, stream(1, "batches"));
      RandomGenerator start = stream(1, "start");
      Recurrence plain = Recurrences.plain(0.6);
      AlmostSureExponent spent =
          AlmostSureExponent.of(
              curvature, plain, batches, new AveragingPlan(1e-9, 10, 1000, 60), start);
      assertThat(spent.status()).isEqualTo(Status.STEP_BUDGET);
      assertThat(spent.steps()).isEqualTo(1000);
      AlmostSureExponent late =
          AlmostSureExponent.of(
              curvature, plain, batches, new AveragingPlan(1e-9, 10, Long.MAX_VALUE, 0), start);
      assertThat(late.status()).isEqualTo(Status.TIME_BUDGET);
      assertThatThrownBy(
              () ->
                  AlmostSureExponent.of(
                      curvature,
                      plain,
                      BatchStream.of(ONE, 4, start),
                      new AveragingPlan(1, 0, 10, 60),
                      start))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void vanishesWhereABatchSendsAllToZero() {
    Minimum minimum = Minimum.ofRows(new double[][] {{1}, {2}});
    assertThat(measure(minimum, Recurrences.plain(1), ONE, 1e-3, 1).value())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void escapeIsAWalkWithDrift() {
    EscapePrediction prediction =
        EscapePrediction.of(new AlmostSureExponent(0.1, 0.001, 0.5, 1000, Status.CONVERGED), 5);
    assertThat(prediction.meanSteps()).isCloseTo(50, within(1e-12));
    assertThat(prediction.standardDeviation()).isCloseTo(50, within(1e-12));
    assertThatThrownBy(
            () ->
                EscapePrediction.of(
                    new AlmostSureExponent(-0.1, 0.001, 0.5, 1000, Status.CONVERGED), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AlmostSureExponent measure(
      Minimum minimum, Recurrence recurrence, Sampling sampling, double error, long seed) {
    try (ReducedCurvature curvature = minimum.reduced()) {
      return AlmostSureExponent.of(
          curvature,
          recurrence,
          BatchStream.of(sampling, minimum.examples(), stream(seed, "batches")),
          new AveragingPlan(error, 1000, 20_000_000, 60),
          stream(seed, "start"));
    }
  }

  private static RandomGenerator stream(long seed, String name) {
    return RandomStreams.of(seed).stream(name);
  }
}
