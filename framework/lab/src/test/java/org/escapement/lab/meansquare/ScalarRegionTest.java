package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarRegionTest {
  private static final double ROUNDING = 1e-12;

  /** (1 − ηa)² + η²ps² = 1 on the curve; a ≤ 2/η and s ≤ 1/(η√p) are the box. */
  @ParameterizedTest
  @CsvSource({"1, 1", "0.1, 0.25", "0.02, 0.1", "5, 0.013", "1e-4, 0.5", "300, 1"})
  void gradientStepsHaveAHalfEllipse(double rate, double p) {
    ScalarRegion region = ScalarRegion.of(Recurrences.plain(rate), p);
    assertThat(region.edge()).isCloseTo(2 / rate, relative(2 / rate));
    double top = 1 / (rate * Math.sqrt(p));
    assertThat(region.largestNonUniformity()).isCloseTo(top, relative(top));
    ScalarRegion.Boundary boundary = region.boundary(101);
    assertThat(boundary.sharpness()).hasSize(101).isSorted();
    assertThat(boundary.sharpness()[0]).isZero();
    assertThat(boundary.sharpness()[100]).isEqualTo(region.edge());
    for (int i = 0; i <= 100; i++) {
      double a = boundary.sharpness()[i];
      double s = boundary.nonUniformity()[i];
      double share = 1 - rate * a;
      assertThat(share * share + rate * rate * p * s * s).isCloseTo(1, within(ROUNDING));
    }
  }

  /** η* = 2(1−β²)a / [(1−β)a² + (1+β)ps²] at every point of the curve, and its box. */
  @ParameterizedTest
  @CsvSource({
    "0.05, 0.9, 0.25",
    "0.05, 0.9, 1",
    "1, 0.5, 0.1",
    "0.3, 0.99, 0.02",
    "2, 0.1, 1",
    "7, 0, 0.3"
  })
  void heavyBallHasItsClosedForm(double rate, double beta, double p) {
    ScalarRegion region = ScalarRegion.of(Recurrences.heavyBall(rate, beta), p);
    double edge = 2 * (1 + beta) / rate;
    double top = Math.sqrt((1 - beta * beta) / p) / rate;
    assertThat(region.edge()).isCloseTo(edge, within(1e-10 * edge));
    assertThat(region.largestNonUniformity()).isCloseTo(top, within(1e-10 * top));
    for (double share : new double[] {1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999}) {
      double a = share * edge;
      double s = region.nonUniformityAt(a);
      double critical = 2 * (1 - beta * beta) * a / ((1 - beta) * a * a + (1 + beta) * p * s * s);
      assertThat(critical).isCloseTo(rate, within(1e-10 * rate));
      assertThat(region.contains(a, s * (1 - 1e-9))).isTrue();
      assertThat(region.contains(a, s * (1 + 1e-9))).isFalse();
    }
  }

  /** The curvature takes two values with mean a and variance ps²: all moments written out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void theSecondMomentKeepsItsSizeOnTheBoundary(int seed) {
    Random random = new Random(seed);
    Recurrence recurrence = random(2 + seed % 2, random);
    double p = 0.05 + 0.95 * random.nextDouble();
    ScalarRegion region = ScalarRegion.of(recurrence, p);
    double end = Math.min(region.edge(), 100);
    for (double share : new double[] {0.05, 0.2, 0.5, 0.8, 0.95}) {
      double a = share * end;
      double s = region.nonUniformityAt(a);
      assertThat(s).isPositive().isLessThanOrEqualTo(region.largestNonUniformity() * (1 + 1e-10));
      assertThat(growth(recurrence, p, a, s)).isCloseTo(1, within(1e-9));
      assertThat(growth(recurrence, p, a, 0.95 * s)).isLessThan(1);
      assertThat(growth(recurrence, p, a, 1.05 * s)).isGreaterThan(1);
    }
    assertThat(region.contains(region.edge() * 1.01, 0)).isFalse();
  }

  /** The point first, which nothing but gradients moves; then what decays by itself. */
  private static Recurrence random(int order, Random random) {
    while (true) {
      double[][] state = new double[order][order];
      double[] input = new double[order];
      double[] output = new double[order];
      state[0][0] = 1;
      for (int i = 0; i < order; i++) {
        input[i] = random.nextGaussian();
        output[i] = random.nextGaussian();
        for (int j = 1; j < order; j++) {
          state[i][j] = 0.45 * random.nextGaussian();
        }
      }
      Recurrence recurrence = Recurrences.recurrence(0.1, state, input, output);
      if (DeterministicEdge.spectralRadius(recurrence, 0) < 1 + 1e-9
          && DeterministicEdge.spectralRadius(recurrence, 1e-3) < 1) {
        return recurrence;
      }
    }
  }

  /** ρ of E[(A − h bcᵀ) ⊗ (A − h bcᵀ)], h = a ± s√p. */
  private static double growth(Recurrence recurrence, double p, double a, double s) {
    int q = recurrence.order();
    double[][] moment = new double[q * q][q * q];
    for (double h : new double[] {a - s * Math.sqrt(p), a + s * Math.sqrt(p)}) {
      double[][] step = new double[q][q];
      for (int i = 0; i < q; i++) {
        for (int j = 0; j < q; j++) {
          step[i][j] =
              recurrence.stateMatrix()[i][j] - h * recurrence.input()[i] * recurrence.output()[j];
        }
      }
      for (int row = 0; row < q * q; row++) {
        for (int column = 0; column < q * q; column++) {
          moment[row][column] += step[row / q][column / q] * step[row % q][column % q] / 2;
        }
      }
    }
    return Arrays.stream(
            new EigenDecompositionNonSymmetric(new Array2DRowRealMatrix(moment)).getEigenvalues())
        .mapToDouble(Complex::norm)
        .max()
        .orElseThrow();
  }

  @Test
  void theBoxIsTheLargestOfManyPoints() {
    for (int seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      ScalarRegion region = ScalarRegion.of(random(2 + seed % 2, random), 0.3);
      double end = Math.min(region.edge(), 100);
      double highest = 0;
      for (int i = 1; i < 20_000; i++) {
        highest = Math.max(highest, region.nonUniformityAt(i * end / 20_000));
      }
      assertThat(region.largestNonUniformity()).isGreaterThanOrEqualTo(highest * (1 - 1e-12));
      if (Double.isFinite(region.edge())) {
        assertThat(region.largestNonUniformity()).isCloseTo(highest, within(1e-5 * highest));
      }
    }
  }

  @Test
  void withoutNoiseNothingBoundsTheNonUniformity() {
    ScalarRegion region = ScalarRegion.of(Recurrences.heavyBall(0.1, 0.9), 0);
    assertThat(region.edge()).isCloseTo(38, within(1e-9));
    assertThat(region.largestNonUniformity()).isInfinite();
    assertThat(region.nonUniformityAt(1)).isInfinite();
    assertThat(region.contains(37.9, 1e300)).isTrue();
    assertThat(region.contains(38.1, 0)).isFalse();
  }

  @Test
  void aStepUphillHasAnEmptyRegion() {
    Recurrence uphill =
        Recurrences.recurrence(0.1, new double[][] {{1}}, new double[] {-0.1}, new double[] {1});
    ScalarRegion region = ScalarRegion.of(uphill, 0.5);
    assertThat(region.edge()).isZero();
    assertThat(region.largestNonUniformity()).isZero();
    assertThat(region.contains(1e-6, 0)).isFalse();
    assertThat(region.boundary(10).nonUniformity()).containsOnly(0);
  }

  /** x' = x/2, whatever the gradient: no curvature is too large, and no noise. */
  @Test
  void aMethodThatIgnoresTheGradientIsStableEverywhere() {
    Recurrence deaf =
        Recurrences.recurrence(0.1, new double[][] {{0.5}}, new double[] {0}, new double[] {1});
    ScalarRegion region = ScalarRegion.of(deaf, 0.5);
    assertThat(region.edge()).isInfinite();
    assertThat(region.largestNonUniformity()).isInfinite();
    assertThat(region.contains(1e12, 1e12)).isTrue();
    ScalarRegion.Boundary boundary = region.boundary(10);
    assertThat(boundary.sharpness()).isSorted();
    assertThat(boundary.sharpness()[9]).isFinite();
  }

  @Test
  void refusesWhatIsNoBatchFactor() {
    for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> ScalarRegion.of(Recurrences.plain(1), p))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ScalarRegion.of(Recurrences.plain(1), 1).boundary(2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Offset<Double> relative(double value) {
    return within(ROUNDING * value);
  }
}
