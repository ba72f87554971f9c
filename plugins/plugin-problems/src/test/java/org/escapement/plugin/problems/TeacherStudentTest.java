package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeacherStudentTest {
  private static final double ROUNDING = 1e-10;
  private static final double SCALE = 2;
  private static final List<Double> WEIGHTS = List.of(3.0, -2.0, 1.0);
  private static final int WIDTH = 3;
  private static final int COPIES = 2;
  private static final double GAIN = 0.8;

  /** T = tanh²(g) Σ t². */
  private static final double STRENGTH = 14 * Math.pow(Math.tanh(GAIN), 2);

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "split", "rescaled"})
  void curvatureIsThatOfTheFormulas(String name) {
    DenseMinimum minimum = minimum(name);
    double eigenvalue = eigenvalue(name);
    assertThat(minimum.sharpness()).isCloseTo(eigenvalue, within(ROUNDING));
    assertThat(minimum.nonUniformity())
        .isCloseTo(eigenvalue * Math.sqrt(WIDTH - 1), within(ROUNDING));
  }

  /** All others of the 24 directions are flat. */
  @Test
  void asManyDirectionsCurveAsThereAreInputs() {
    double[][][] hessians = minimum("rescaled").hessians();
    int d = hessians[0].length;
    assertThat(d).isEqualTo(WIDTH * COPIES * (WIDTH + 1));
    double[][] mean = new double[d][d];
    for (double[][] hessian : hessians) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          mean[a][b] += hessian[a][b] / hessians.length;
        }
      }
    }
    double[] sorted = SymmetricEigenpairs.of(mean).values();
    Arrays.sort(sorted);
    IntStream.range(0, d)
        .forEach(
            j ->
                assertThat(sorted[j])
                    .isCloseTo(j < d - WIDTH ? 0 : eigenvalue("rescaled"), within(ROUNDING)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"teacher", "split", "rescaled"})
  void secondMomentsNeitherGrowNorShrinkAtTheCriticalRate(String name) {
    DenseMinimum minimum = minimum(name);
    double n = minimum.examples();
    for (int batchSize = 1; batchSize <= 3; batchSize++) {
      double without = (n - batchSize) / (batchSize * (n - 1));
      double rate = 2 / (eigenvalue(name) * (1 - without + without * WIDTH));
      assertThat(minimum.growthWithoutReplacement(rate, batchSize)).isCloseTo(1, within(ROUNDING));
      assertThat(minimum.growthWithoutReplacement(1.01 * rate, batchSize)).isGreaterThan(1.001);
      rate = 2 / eigenvalue(name) * batchSize / (batchSize + WIDTH - 1);
      assertThat(minimum.growthWithReplacement(rate, batchSize)).isCloseTo(1, within(ROUNDING));
    }
  }

  /** Beside its neighbours in the hidden weight. */
  @Test
  void rescaledIsTheFlattestOfItsKind() {
    double least = eigenvalue("rescaled");
    for (double square = 0.01; square < 1; square += 0.01) {
      assertThat(eigenvalue(COPIES, square)).isGreaterThanOrEqualTo(least - ROUNDING);
    }
  }

  @Test
  void refusesTeachersWithoutUnits() {
    assertThatThrownBy(() -> new TeacherStudentOptions(List.of(), 1, 1))
        .hasMessage("'weights' has 0 entries, must have 1 to 6");
    assertThatThrownBy(() -> new TeacherStudentOptions(Collections.nCopies(7, 1.0), 1, 1))
        .hasMessage("'weights' has 7 entries, must have 1 to 6");
    assertThatThrownBy(() -> new TeacherStudentOptions(List.of(1.0, 0.0), 1, 1))
        .hasMessage("'weights' has an entry 0, which is no unit");
  }

  private static double eigenvalue(String name) {
    double square = Math.pow(Math.tanh(GAIN), 2);
    return switch (name) {
      case "teacher" -> eigenvalue(1, square);
      case "split" -> eigenvalue(COPIES, square);
      default -> SCALE * (2 * STRENGTH / COPIES) * (Math.sqrt(1 + COPIES * COPIES / STRENGTH) - 1);
    };
  }

  private static double eigenvalue(int units, double square) {
    return SCALE * (STRENGTH / units * Math.pow(1 - square, 2) / square + units * square);
  }

  private static DenseMinimum minimum(String name) {
    return DenseMinimum.of(
        new TeacherStudentFactory(),
        new TeacherStudentOptions(WEIGHTS, GAIN, COPIES),
        Loss.MEAN_SQUARED_ERROR,
        name);
  }
}
