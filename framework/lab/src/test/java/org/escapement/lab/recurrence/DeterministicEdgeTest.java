package org.escapement.lab.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterministicEdgeTest {
  /** Ten digits. */
  private static final Percentage EXACT = Percentage.withPercentage(1e-8);

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.1, 1, 30})
  void gradientDescent(double rate) {
    assertEdge(Recurrence.gradientDescent(rate), 2 / rate);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.1, 0.5", "0.01, 0.9", "2, 0.99"})
  void heavyBall(double rate, double beta) {
    assertEdge(
        recurrence(
            rate,
            new double[][] {{1, -beta}, {0, beta}},
            new double[] {rate, -rate},
            new double[] {1, 0}),
        2 * (1 + beta) / rate);
  }

  /** u' = βu + ηg, x' = x − (ηg + βu') = x − β²u − (1+β)ηg. */
  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.1, 0.5", "0.01, 0.9", "2, 0.99"})
  void nesterovWithTheGradientAtThePoint(double rate, double beta) {
    assertEdge(
        recurrence(
            rate,
            new double[][] {{1, -beta * beta}, {0, beta}},
            new double[] {(1 + beta) * rate, -rate},
            new double[] {1, 0}),
        (2 + 2 * beta) / ((1 + 2 * beta) * rate));
  }

  /** y = x + β(x − x₋), x' = y − ηg(y): with z = (x, x₋) the gradient is taken at c·z = y. */
  @ParameterizedTest
  @CsvSource({"0.1, 0.5", "0.01, 0.9", "2, 0.99"})
  void nesterovWithTheGradientAheadOfThePoint(double rate, double beta) {
    assertEdge(
        recurrence(
            rate,
            new double[][] {{1 + beta, -beta}, {1, 0}},
            new double[] {rate, 0},
            new double[] {1 + beta, -beta}),
        (2 + 2 * beta) / ((1 + 2 * beta) * rate));
  }

  /** u' = βu + η(1−β)g, x' = x − u'. */
  @ParameterizedTest
  @CsvSource({"0.1, 0.5", "0.001, 0.9", "2, 0.99"})
  void exponentialMeanOfGradients(double rate, double beta) {
    double gain = rate * (1 - beta);
    assertEdge(
        recurrence(
            rate,
            new double[][] {{1, -beta}, {0, beta}},
            new double[] {gain, -gain},
            new double[] {1, 0}),
        (2 + 2 * beta) / ((1 - beta) * rate));
  }

  @Test
  void adamsEdgeIsThirtyEight() {
    assertEdge(
        recurrence(
            1, new double[][] {{1, -0.9}, {0, 0.9}}, new double[] {0.1, -0.1}, new double[] {1, 0}),
        38);
  }

  /** u' = βu + η(1−β)g, x' = x − (βu' + η(1−β)g). */
  @ParameterizedTest
  @CsvSource({"0.1, 0.5", "0.001, 0.9"})
  void nesterovOfAnExponentialMean(double rate, double beta) {
    double gain = rate * (1 - beta);
    assertEdge(
        recurrence(
            rate,
            new double[][] {{1, -beta * beta}, {0, beta}},
            new double[] {(1 + beta) * gain, -gain},
            new double[] {1, 0}),
        (2 + 2 * beta) / ((1 + 2 * beta) * (1 - beta) * rate));
  }

  /** μ^{τ+1} − μ^τ + ηλ leaves the circle off the real axis, at ηλ = 2 sin(π/(2(2τ+1))). */
  @Test
  void delayedGradientsCrossAtComplexEigenvalues() {
    assertEdge(
        recurrence(
            0.5, new double[][] {{1, 0}, {1, 0}}, new double[] {0.5, 0}, new double[] {0, 1}),
        2 * Math.sin(Math.PI / 6) / 0.5);
    assertEdge(
        recurrence(
            1,
            new double[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}},
            new double[] {1, 0, 0},
            new double[] {0, 0, 1}),
        2 * Math.sin(Math.PI / 10));
  }

  /** Two velocities of different decay. */
  @Test
  void threeStatesAgreeWithAScan() {
    Recurrence aggregated =
        recurrence(
            1,
            new double[][] {{1, -0.45, -0.25}, {0, 0.9, 0}, {0, 0, 0.5}},
            new double[] {1, -1, -1},
            new double[] {1, 0, 0});
    assertEdge(aggregated, scan(aggregated, 1e-3));
  }

  @Test
  void randomRecurrencesAgreeWithAScan() {
    Random random = new Random(5);
    int checked = 0;
    for (int trial = 0; trial < 60; trial++) {
      int order = 2 + trial % 3;
      double[][] state = new double[order][order];
      double[] input = new double[order];
      double[] output = new double[order];
      for (int i = 0; i < order; i++) {
        input[i] = random.nextGaussian();
        output[i] = random.nextGaussian();
        for (int j = 0; j < order; j++) {
          state[i][j] = 0.8 * random.nextGaussian() / Math.sqrt(order);
        }
      }
      Recurrence recurrence = recurrence(1, state, input, output);
      double expected = scan(recurrence, 1e-3);
      if (expected > 1e-2 && expected < SCAN_END) {
        assertEdge(recurrence, expected);
        checked++;
      }
    }
    assertThat(checked).as("cases with an edge in the scanned range").isGreaterThan(20);
  }

  @Test
  void ascentIsNeverStable() {
    assertThat(
            DeterministicEdge.of(
                recurrence(1, new double[][] {{1}}, new double[] {-1}, new double[] {1})))
        .isZero();
    assertThat(
            DeterministicEdge.of(
                recurrence(1, new double[][] {{1.1}}, new double[] {1}, new double[] {1})))
        .as("unstable without any curvature, stable with some")
        .isZero();
  }

  /** A has the eigenvalue 1 only to rounding; that is no edge, and beyond it nothing is stable. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 1, 10})
  void instabilityFromTheStartIsNoInfiniteEdge(double rate) {
    Recurrence recurrence =
        recurrence(
            rate,
            new double[][] {{1, -0.49, 0.2}, {0, 0.7, 0.13}, {0, 0.11, 0.31}},
            new double[] {-0.1 * rate, 0.1 * rate, 0.1 * rate},
            new double[] {1, 0, 0});
    assertThat(DeterministicEdge.spectralRadius(recurrence, 1e-2 / rate)).isGreaterThan(1.0001);
    assertThat(DeterministicEdge.of(recurrence)).isZero();
  }

  @Test
  void recurrenceThatCurvatureCannotReachIsAlwaysStable() {
    assertThat(
            DeterministicEdge.of(
                recurrence(
                    1,
                    new double[][] {{0.5, 0}, {0, 0.5}},
                    new double[] {1, 0},
                    new double[] {0, 1})))
        .isInfinite();
  }

  @Test
  void spectralRadiusIsThatOfTheLinearizedStep() {
    Recurrence heavyBall =
        recurrence(
            0.1,
            new double[][] {{1, -0.81}, {0, 0.81}},
            new double[] {0.1, -0.1},
            new double[] {1, 0});
    // complex pair of modulus sqrt(beta)
    assertThat(DeterministicEdge.spectralRadius(heavyBall, 10)).isCloseTo(0.9, EXACT);
    assertThat(DeterministicEdge.spectralRadius(Recurrence.gradientDescent(0.1), 30))
        .isCloseTo(2, EXACT);
  }

  private static final double SCAN_END = 20;

  /** The first λ on a fine grid at which the radius exceeds 1, refined by bisection. */
  private static double scan(Recurrence recurrence, double gap) {
    double limit = 1 + 1e-9;
    for (double lambda = gap; lambda < SCAN_END; lambda += gap) {
      if (DeterministicEdge.spectralRadius(recurrence, lambda) > limit) {
        double below = lambda - gap;
        double above = lambda;
        for (int halving = 0; halving < 60; halving++) {
          double middle = (below + above) / 2;
          if (DeterministicEdge.spectralRadius(recurrence, middle) > 1) {
            above = middle;
          } else {
            below = middle;
          }
        }
        return below;
      }
    }
    return SCAN_END;
  }

  private static Recurrence recurrence(
      double rate, double[][] state, double[] input, double[] output) {
    return new Recurrence(state, input, output, Preconditioner.identity(), rate);
  }

  private static void assertEdge(Recurrence recurrence, double expected) {
    assertThat(DeterministicEdge.of(recurrence)).isCloseTo(expected, EXACT);
  }

  /** Two velocities of three numbers in all, by Gelfand's formula: ‖Mᵗ‖^(1/t), t = 2¹⁴. */
  @Test
  void radiusOfThreeNumbersIsTheGrowthOfPowers() {
    double beta = 0.6839638512637759;
    double[][] state = {{1, -beta / 2, -beta / 4}, {0, beta, 0}, {0, 0, beta / 2}};
    for (double rate = 0.01; rate < 2; rate += 0.01) {
      double[] input = {rate, -rate, -rate};
      RealMatrix power = new Array2DRowRealMatrix(state);
      for (int i = 0; i < 3; i++) {
        power.addToEntry(i, 0, -1.5586154856217254 * input[i]);
      }
      double logarithm = 0;
      for (int doublings = 0; doublings < 14; doublings++) {
        double norm = power.getFrobeniusNorm();
        logarithm += Math.log(norm) / (1 << doublings);
        power = power.scalarMultiply(1 / norm);
        power = power.multiply(power);
      }
      assertThat(
              DeterministicEdge.spectralRadius(
                  recurrence(rate, state, input, new double[] {1, 0, 0}), 1.5586154856217254))
          .as("rate %s", rate)
          .isCloseTo(Math.exp(logarithm), within(2e-3));
    }
  }
}
