package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixFactorisationTest {
  private static final double ROUNDING = 1e-10;
  private static final double SCALE = 2;
  private static final int ROWS = 4;
  private static final int COLUMNS = 2;
  private static final List<Double> SINGULAR_VALUES = List.of(3.0, 1.0);
  private static final double IMBALANCE = 1.5;

  @ParameterizedTest
  @CsvSource({"balanced, 1", "level, 1.189207115002721", "unbalanced, 1.5"})
  void curvatureIsThatOfTheFormulas(String name, double imbalance) {
    DenseMinimum minimum = minimum(name);
    double square = imbalance * imbalance;
    assertThat(minimum.sharpness())
        .isCloseTo(SCALE * 3.0 / (ROWS * COLUMNS) * (square + 1 / square), within(ROUNDING));
    double[] eigenvalues = eigenvalues(imbalance);
    double trace = Arrays.stream(eigenvalues).sum();
    double variance = Arrays.stream(eigenvalues).map(v -> v * (trace - v)).max().orElseThrow();
    assertThat(minimum.nonUniformity()).isCloseTo(Math.sqrt(variance), within(ROUNDING));
  }

  @ParameterizedTest
  @CsvSource({"balanced, 1", "level, 1.189207115002721", "unbalanced, 1.5"})
  void secondMomentsNeitherGrowNorShrinkAtTheCriticalRate(String name, double imbalance) {
    DenseMinimum minimum = minimum(name);
    double[] eigenvalues = eigenvalues(imbalance);
    double n = ROWS * COLUMNS;
    for (int batchSize = 1; batchSize <= 3; batchSize++) {
      double without = (n - batchSize) / (batchSize * (n - 1));
      double rate = 2 / Secular.root(eigenvalues, without, 1 - without);
      assertThat(minimum.growthWithoutReplacement(rate, batchSize)).isCloseTo(1, within(ROUNDING));
      assertThat(minimum.growthWithoutReplacement(1.01 * rate, batchSize)).isGreaterThan(1.0001);
      double with = 1.0 / batchSize;
      rate = 2 / Secular.root(eigenvalues, with, 1 - with);
      assertThat(minimum.growthWithReplacement(rate, batchSize)).isCloseTo(1, within(ROUNDING));
    }
  }

  /** The flattest minimum is not the one that bears most of the noise of single entries. */
  @Test
  void levelRowsBearMoreNoiseThanBalancedFactors() {
    assertThat(minimum("balanced").sharpness()).isLessThan(minimum("level").sharpness());
    double sum = 4;
    double balanced = 2 / (SCALE * sum * (1.0 / ROWS + 1.0 / COLUMNS));
    double level = 2 / (SCALE * sum * 2 / Math.sqrt(ROWS * COLUMNS));
    assertThat(level).isGreaterThan(1.05 * balanced);
    assertThat(minimum("balanced").growthWithoutReplacement(balanced, 1))
        .isCloseTo(1, within(ROUNDING));
    assertThat(minimum("balanced").growthWithoutReplacement(level, 1)).isGreaterThan(1.01);
    assertThat(minimum("level").growthWithoutReplacement(level, 1)).isCloseTo(1, within(ROUNDING));
  }

  @Test
  void refusesWhatHasNoSingularVectorsOfEqualEntries() {
    List<Double> one = List.of(1.0);
    assertThatThrownBy(() -> new MatrixFactorisationOptions(6, 2, one, 1))
        .hasMessage("'rows' = 6, must be a power of two");
    assertThatThrownBy(() -> new MatrixFactorisationOptions(4, 3, one, 1))
        .hasMessage("'columns' = 3, must be a power of two");
    assertThatThrownBy(() -> new MatrixFactorisationOptions(4, 1, SINGULAR_VALUES, 1))
        .hasMessage("'singularValues' has 2 entries, must have 1 to 1");
  }

  /** (c/(mn)) (σ_a(U)² + σ_b(V)²) without zeros. */
  private static double[] eigenvalues(double imbalance) {
    return IntStream.range(0, ROWS * COLUMNS)
        .mapToDouble(
            ab ->
                SCALE
                    / (ROWS * COLUMNS)
                    * (imbalance * imbalance * singularValue(ab / COLUMNS)
                        + singularValue(ab % COLUMNS) / (imbalance * imbalance)))
        .filter(value -> value > 0)
        .toArray();
  }

  private static double singularValue(int index) {
    return index < SINGULAR_VALUES.size() ? SINGULAR_VALUES.get(index) : 0;
  }

  private static DenseMinimum minimum(String name) {
    return DenseMinimum.of(
        new MatrixFactorisationFactory(),
        new MatrixFactorisationOptions(ROWS, COLUMNS, SINGULAR_VALUES, IMBALANCE),
        Loss.MEAN_SQUARED_ERROR,
        name);
  }
}
