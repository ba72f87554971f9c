package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left out makes a result err on the side that it names. */
class TruncationTest {
  private static final Tolerance FINE = Tolerance.relative(1e-9, 2000);

  static IntStream seeds() {
    return IntStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void boundsStayBounds(int seed) {
    Random random = new Random(seed);
    int n = 4 + random.nextInt(12);
    int k = 1 + random.nextInt(2);
    Minimum minimum = Minimum.random(n, k, 3 * n, random);
    double p = Sampling.withoutReplacement(1 + random.nextInt(n - 1)).varianceFactor(n);
    Recurrence plain = Recurrences.plain(1);
    Recurrence momentum = Recurrences.heavyBall(1, 0.8);
    try (ReducedCurvature whole = minimum.reduced();
        MeanSquareStability exact = new MeanSquareStability(whole, FINE)) {
      Bounds rate = exact.criticalLearningRate(plain, p);
      Bounds momentumRate = exact.criticalLearningRate(momentum, p);
      Recurrence fast = Recurrences.plain(1.1 * rate.upper());
      Bounds growth = exact.growthRate(fast, p);
      assertThat(whole.isTruncated()).isFalse();
      assertThat(rate.meaning()).isEqualTo(Meaning.EXACT);
      assertSimpleRatesHold(exact.gradientStepRates(p), rate);
      double last = Double.POSITIVE_INFINITY;
      for (int modes : new int[] {1, 2, whole.rank() / 2, whole.rank() - 1}) {
        try (ReducedCurvature cut = minimum.reduced(modes);
            MeanSquareStability truncated = new MeanSquareStability(cut, FINE)) {
          String about = "seed %d, %d of %d modes".formatted(seed, modes, whole.rank());
          assertThat(cut.isTruncated()).isTrue();
          assertThat(cut.modes()).isEqualTo(modes);
          Bounds bound = truncated.criticalLearningRate(plain, p);
          assertThat(bound.meaning()).isEqualTo(Meaning.UPPER_BOUND);
          assertThat(bound.lower()).isZero();
          assertThat(bound.upper()).as(about).isGreaterThanOrEqualTo(rate.lower());
          assertThat(bound.keptModes().lower()).as(about).isLessThanOrEqualTo(last);
          last = bound.upper();
          Bounds slower = truncated.growthRate(fast, p);
          assertThat(slower.meaning()).isEqualTo(Meaning.LOWER_BOUND);
          assertThat(slower.upper()).isInfinite();
          assertThat(slower.lower()).as(about).isLessThanOrEqualTo(growth.upper());
          GradientStepRates simple = truncated.gradientStepRates(p);
          assertThat(simple.theoremOne()).isNaN();
          assertNecessaryRatesHold(simple, rate);
          Bounds estimate = truncated.criticalLearningRate(momentum, p);
          assertThat(estimate.meaning()).isEqualTo(Meaning.ESTIMATE);
          assertThat(estimate.upper()).as(about).isGreaterThanOrEqualTo(momentumRate.lower());
        }
      }
    }
  }

  private static void assertSimpleRatesHold(GradientStepRates simple, Bounds rate) {
    assertThat(simple.theoremOne()).isLessThanOrEqualTo(rate.upper() * (1 + 1e-12));
    assertThat(simple.theoremOne()).isPositive();
    assertNecessaryRatesHold(simple, rate);
  }

  private static void assertNecessaryRatesHold(GradientStepRates simple, Bounds rate) {
    for (double necessary :
        new double[] {simple.mean(), simple.trace(), simple.direction(), simple.singleExample()}) {
      assertThat(necessary).isGreaterThanOrEqualTo(rate.lower() * (1 - 1e-12));
    }
  }
}
