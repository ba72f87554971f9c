package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegressionTest {
  private static final double ROUNDING = 1e-10;
  private static final List<Double> VARIANCES = List.of(1.0, 0.5, 0.25);

  /** The fourth moments of a standard Gaussian are the sums over pairings of indices. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void inputsHaveTheMomentsOfAGaussian(int d) {
    double[][] points = CentralCompositeDesign.points(d);
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        assertThat(moment(points, a, b)).isCloseTo(a == b ? 1 : 0, within(ROUNDING));
        for (int c = 0; c < d; c++) {
          for (int e = 0; e < d; e++) {
            double pairings =
                (a == b && c == e ? 1 : 0)
                    + (a == c && b == e ? 1 : 0)
                    + (a == e && b == c ? 1 : 0);
            assertThat(moment(points, a, b, c, e))
                .as("moment of %d, %d, %d, %d", a, b, c, e)
                .isCloseTo(pairings, within(ROUNDING));
          }
        }
      }
    }
  }

  @Test
  void curvatureIsThatOfTheFormulas() {
    for (Loss loss : List.of(Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR)) {
      double[] eigenvalues = eigenvalues(loss);
      DenseMinimum minimum = minimum(VARIANCES, loss);
      assertThat(minimum.sharpness()).isCloseTo(eigenvalues[0], within(ROUNDING));
      double trace = eigenvalues[0] + eigenvalues[1] + eigenvalues[2];
      assertThat(minimum.nonUniformity())
          .isCloseTo(
              Math.sqrt(eigenvalues[0] * eigenvalues[0] + eigenvalues[0] * trace),
              within(ROUNDING));
    }
  }

  @Test
  void secondMomentsNeitherGrowNorShrinkAtTheCriticalRate() {
    for (Loss loss : List.of(Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR)) {
      double[] eigenvalues = eigenvalues(loss);
      DenseMinimum minimum = minimum(VARIANCES, loss);
      double n = minimum.examples();
      for (int batchSize = 1; batchSize <= 3; batchSize++) {
        double without = (n - batchSize) / (batchSize * (n - 1));
        assertThat(minimum.growthWithoutReplacement(rate(eigenvalues, without), batchSize))
            .isCloseTo(1, within(ROUNDING));
        double with = 1.0 / batchSize;
        assertThat(minimum.growthWithReplacement(rate(eigenvalues, with), batchSize))
            .isCloseTo(1, within(ROUNDING));
      }
    }
  }

  /** With equal variances the equation is linear: (2/λ) B/(B + d + 1). */
  @Test
  void equalVariancesSaturateBeyondABatchOfTheDimension() {
    for (int d = 1; d <= 4; d++) {
      DenseMinimum minimum = minimum(Collections.nCopies(d, 1.0), Loss.MEAN_SQUARED_ERROR);
      for (int batchSize = 1; batchSize <= 2; batchSize++) {
        double rate = (double) batchSize / (batchSize + d + 1);
        assertThat(minimum.growthWithReplacement(rate, batchSize)).isCloseTo(1, within(ROUNDING));
        assertThat(minimum.growthWithReplacement(1.01 * rate, batchSize)).isGreaterThan(1.001);
      }
    }
  }

  @Test
  void refusesWhatIsNoRegression() {
    assertThatThrownBy(() -> minimum(VARIANCES, Loss.CROSS_ENTROPY))
        .isInstanceOfSatisfying(
            EscapementException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_CONFLICT))
        .hasMessageContaining("must be mse or half-squared-error, not cross-entropy");
    assertThatThrownBy(() -> new LinearRegressionOptions(List.of()))
        .hasMessage("'variances' has 0 entries, must have 1 to 10");
    assertThatThrownBy(() -> new LinearRegressionOptions(Collections.nCopies(11, 1.0)))
        .hasMessage("'variances' has 11 entries, must have 1 to 10");
  }

  private static double rate(double[] eigenvalues, double noise) {
    return 2 / Secular.root(eigenvalues, noise, 1 + noise);
  }

  private static double[] eigenvalues(Loss loss) {
    double scale = loss == Loss.MEAN_SQUARED_ERROR ? 2 : 1;
    return VARIANCES.stream().mapToDouble(variance -> scale * variance).toArray();
  }

  private static DenseMinimum minimum(List<Double> variances, Loss loss) {
    return DenseMinimum.of(
        new LinearRegressionFactory(), new LinearRegressionOptions(variances), loss, "teacher");
  }

  private static double moment(double[][] points, int... indices) {
    double sum = 0;
    for (double[] point : points) {
      double product = 1;
      for (int index : indices) {
        product *= point[index];
      }
      sum += product;
    }
    return sum / points.length;
  }
}
