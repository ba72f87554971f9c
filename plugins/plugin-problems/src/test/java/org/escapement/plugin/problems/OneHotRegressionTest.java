package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Test;

class OneHotRegressionTest {
  private static final double ROUNDING = 1e-12;
  private static final double SCALE = 2;
  private static final List<Integer> COUNTS = List.of(4, 2, 1, 1);
  private static final List<Double> INPUTS = List.of(1.0, 0.5, 1.5, 0.7);

  @Test
  void curvatureIsThatOfTheFormulas() {
    DenseMinimum minimum = minimum(INPUTS);
    assertThat(minimum.sharpness()).isCloseTo(SCALE * 0.5, within(ROUNDING)); // 4/8 · 1²
    double rare = SCALE * 1.5 * 1.5 * Math.sqrt(1.0 / 8 * 7 / 8);
    assertThat(minimum.nonUniformity()).isCloseTo(rare, within(ROUNDING));
  }

  @Test
  void hessiansCommute() {
    double[][][] hessians = minimum(INPUTS).hessians();
    for (double[][] hessian : hessians) {
      for (int a = 0; a < COUNTS.size(); a++) {
        for (int b = 0; b < COUNTS.size(); b++) {
          if (a != b) {
            assertThat(hessian[a][b]).isZero();
          }
        }
      }
    }
  }

  @Test
  void secondMomentsNeitherGrowNorShrinkAtTheCriticalRate() {
    DenseMinimum minimum = minimum(INPUTS);
    double n = minimum.examples();
    for (int batchSize = 1; batchSize <= 4; batchSize++) {
      double without = (n - batchSize) / (batchSize * (n - 1));
      assertThat(minimum.growthWithoutReplacement(rate(without), batchSize))
          .isCloseTo(1, within(ROUNDING));
      assertThat(minimum.growthWithReplacement(rate(1.0 / batchSize), batchSize))
          .isCloseTo(1, within(ROUNDING));
    }
  }

  /** How often a coordinate occurs does not matter to batches of one. */
  @Test
  void batchesOfOneSeeTheLargestInputAlone() {
    DenseMinimum minimum = minimum(null);
    assertThat(rate(1)).isCloseTo(2 / (SCALE * 1.5 * 1.5), within(ROUNDING));
    assertThat(minimum.growthWithoutReplacement(2 / SCALE, 1)).isCloseTo(1, within(ROUNDING));
    assertThat(minimum.growthWithoutReplacement(2.02 / SCALE, 1)).isGreaterThan(1.001);
  }

  @Test
  void refusesListsThatDoNotFit() {
    assertThatThrownBy(() -> new OneHotRegressionOptions(List.of(1, 2), List.of(1.0)))
        .hasMessage("'inputs' has 1 entries, must have 2 as 'counts' has");
    assertThatThrownBy(() -> new OneHotRegressionOptions(List.of(), null))
        .hasMessage("'counts' has 0 entries, must have 1 to 50");
    assertThatThrownBy(() -> new OneHotRegressionOptions(Collections.nCopies(51, 1), null))
        .hasMessage("'counts' has 51 entries, must have 1 to 50");
    assertThatThrownBy(() -> new OneHotRegressionOptions(List.of(2000, 1), null))
        .hasMessage("'counts' adds up to 2001 examples, must be at most 2000");
  }

  /** The least of the coordinates' thresholds 2a/(a² + ps²). */
  private static double rate(double noise) {
    double n = COUNTS.stream().mapToInt(Integer::intValue).sum();
    return IntStream.range(0, COUNTS.size())
        .mapToDouble(
            j -> {
              double curvature = SCALE * INPUTS.get(j) * INPUTS.get(j);
              double mean = curvature * COUNTS.get(j) / n;
              double variance = curvature * mean - mean * mean;
              return 2 * mean / (mean * mean + noise * variance);
            })
        .min()
        .orElseThrow();
  }

  private static DenseMinimum minimum(List<Double> inputs) {
    return DenseMinimum.of(
        new OneHotRegressionFactory(),
        new OneHotRegressionOptions(COUNTS, inputs),
        Loss.MEAN_SQUARED_ERROR,
        "teacher");
  }
}
