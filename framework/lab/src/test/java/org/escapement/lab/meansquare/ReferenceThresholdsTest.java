package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Numbers found by others: closed forms, and enumeration of all batches in arithmetic of 30 digits.
 */
class ReferenceThresholdsTest {
  private static final Tolerance TIGHT = Tolerance.relative(2e-11, 2000);

  private static final Tolerance LOOSE = Tolerance.relative(1e-6, 2000);

  /** The references have ten digits. */
  private static final double DIGITS = 1e-10;

  @ParameterizedTest
  @CsvSource({
    "A, without, 1, 0.5524861878",
    "A, without, 2, 1",
    "B, without, 1, 1.1314829082",
    "B, with, 2, 1.3333333333",
    "B, without, 2, 1.5278640450",
    "C, without, 1, 0.5760394922",
    "C, without, 2, 0.9381644904",
    "C, with, 2, 0.7815076586",
    "C, without, 3, 1.1314829082"
  })
  void gradientSteps(String name, String law, int batchSize, double expected) {
    Bounds rate = critical(name, sampling(law, batchSize), Recurrences.plain(0.3));
    assertEncloses(rate, expected);
  }

  @Test
  void closedForms() {
    assertEncloses(critical("A", Sampling.withoutReplacement(1), Recurrences.plain(1)), 4 / 7.24);
    assertEncloses(
        critical("B", Sampling.withoutReplacement(1), Recurrences.plain(1)),
        (7 - Math.sqrt(13)) / 3);
    assertEncloses(critical("B", Sampling.withReplacement(2), Recurrences.plain(1)), 4.0 / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "A, 0.5524861878, 0.5555555556",
    "B, 1.0000000000, 1.2360679775",
    "C, 0.5355250317, 0.5665260726"
  })
  void theoremOneAndItsBounds(String name, double theoremOne, double boundsNine) {
    try (ReducedCurvature curvature = minimum(name).reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, TIGHT)) {
      GradientStepRates rates = stability.gradientStepRates(1);
      assertThat(rates.theoremOne()).isCloseTo(theoremOne, within(DIGITS));
      assertThat(rates.boundsNine()).isCloseTo(boundsNine, within(DIGITS));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.4, 0.677448693956", "0.65, 1.261482652928", "1.0, 3.369924076215"})
  void growthOfGradientSteps(double rate, double expected) {
    try (ReducedCurvature curvature = Minimum.C.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, TIGHT)) {
      Bounds growth = stability.growthRate(Recurrences.plain(rate), 1);
      assertThat(growth.lower()).isLessThanOrEqualTo(expected + 1e-12);
      assertThat(growth.upper()).isGreaterThanOrEqualTo(expected - 1e-12);
      assertThat(growth.upper() - growth.lower()).isLessThan(1e-10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "A, 1, 0.9, 0.1159243441",
    "B, 1, 0.9, 0.3227157864",
    "C, 1, 0.9, 0.1178079224",
    "C, 2, 0.9, 0.4232801555",
    "A, 1, 0.5, 0.4373177843",
    "B, 1, 0.5, 1.0606601718"
  })
  void heavyBallAndItsMovingAverage(String name, int batchSize, double beta, double expected) {
    Sampling sampling = Sampling.withoutReplacement(batchSize);
    assertEncloses(critical(name, sampling, Recurrences.heavyBall(0.01, beta)), expected);
    double average = expected / (1 - beta);
    Bounds rate = critical(name, sampling, Recurrences.movingAverage(0.01, beta));
    assertThat(rate.keptModes().value()).isCloseTo(average, within(DIGITS / (1 - beta)));
  }

  @ParameterizedTest
  @CsvSource({"B, 1, 0.5697942595", "C, 1, 0.2327498764", "C, 2, 0.5711439265"})
  void nesterov(String name, int batchSize, double expected) {
    assertEncloses(
        critical(name, Sampling.withoutReplacement(batchSize), Recurrences.nesterov(1, 0.9)),
        expected);
  }

  /** 2(1−β²)a / [(1−β)a² + (1+β)ps²] in one dimension. */
  @ParameterizedTest
  @CsvSource({"0.1", "0.7", "0.99"})
  void heavyBallInOneDimension(double beta) {
    double expected = 2 * (1 - beta * beta) * 2 / ((1 - beta) * 4 + (1 + beta) * 3.24);
    Bounds rate = critical("A", Sampling.withoutReplacement(1), Recurrences.heavyBall(0.01, beta));
    assertThat(rate.keptModes().value() / expected).isCloseTo(1, within(DIGITS));
  }

  /**
   * A direction flatter by 13 orders changes nothing, but makes the weights of the moment equation
   * unsymmetric.
   */
  @ParameterizedTest
  @CsvSource({"0.5", "0.9"})
  void heavyBallBesideAnAlmostFlatDirection(double beta) {
    Minimum flat = Minimum.ofRows(new double[][] {{1, 0}, {0.5, 1e-6}});
    double expected =
        2 * (1 - beta * beta) * 0.625 / ((1 - beta) * 0.390625 + (1 + beta) * 0.140625);
    try (ReducedCurvature curvature = flat.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, LOOSE)) {
      assertThat(curvature.modes()).isEqualTo(2);
      Bounds rate = stability.criticalLearningRate(Recurrences.heavyBall(0.01, beta), 1);
      assertThat(rate.keptModes().status()).isEqualTo(EnclosureStatus.CONVERGED);
      assertThat(rate.keptModes().value() / expected).isCloseTo(1, within(1e-6));
    }
  }

  /**
   * Deterministic ends: heavy ball 2(1+β)/λ, Nesterov (2+2β)/((1+2β)λ), average (2+2β)/((1−β)λ).
   */
  @Test
  void fullBatch() {
    double sharpness = 2 / 1.1314829082;
    Sampling full = Sampling.fullBatch();
    assertThat(critical("C", full, Recurrences.heavyBall(0.1, 0.9)).upper())
        .isCloseTo(3.8 / sharpness, within(1e-9));
    assertThat(critical("C", full, Recurrences.nesterov(0.1, 0.9)).upper())
        .isCloseTo(3.8 / 2.8 / sharpness, within(1e-9));
    assertThat(critical("C", full, Recurrences.movingAverage(0.1, 0.9)).upper())
        .isCloseTo(38 / sharpness, within(1e-8));
  }

  /** Batches of a shuffled epoch are not independent: stability reaches further. */
  @ParameterizedTest
  @CsvSource({"B, 1.3096734019", "C, 0.7413863683"})
  void shuffledEpochs(String name, double expected) {
    Enumeration enumeration = new Enumeration(minimum(name));
    assertThat(crossing(enumeration::epochGrowthRate, expected * 0.9, expected * 1.1))
        .isCloseTo(expected, within(DIGITS));
    assertThat(critical(name, Sampling.withoutReplacement(1), Recurrences.plain(1)).upper())
        .isLessThan(0.9 * expected);
  }

  private static double crossing(DoubleUnaryOperator growth, double low, double high) {
    for (int halving = 0; halving < 50; halving++) {
      double middle = (low + high) / 2;
      if (growth.applyAsDouble(middle) > 1) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private static Bounds critical(String name, Sampling sampling, Recurrence recurrence) {
    Minimum minimum = minimum(name);
    try (ReducedCurvature curvature = minimum.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, TIGHT)) {
      return stability.criticalLearningRate(
          recurrence, sampling.varianceFactor(minimum.examples()));
    }
  }

  private static void assertEncloses(Bounds rate, double expected) {
    assertThat(rate.meaning()).isEqualTo(Meaning.EXACT);
    assertThat(rate.keptModes().status()).isEqualTo(EnclosureStatus.CONVERGED);
    assertThat(rate.lower()).isCloseTo(expected, within(DIGITS));
    assertThat(rate.upper()).isCloseTo(expected, within(DIGITS));
  }

  private static Sampling sampling(String law, int batchSize) {
    return law.equals("with")
        ? Sampling.withReplacement(batchSize)
        : Sampling.withoutReplacement(batchSize);
  }

  private static Minimum minimum(String name) {
    return switch (name) {
      case "A" -> Minimum.A;
      case "B" -> Minimum.B;
      default -> Minimum.C;
    };
  }
}
