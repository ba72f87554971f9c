package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CholeskyTest {
  /** On both sides of every border at which the recursion ends or splits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 15, 16, 17, 31, 32, 33, 50, 63, 64, 65, 127, 129, 200, 257, 600})
  void factorGivesTheMatrixBack(int n) {
    double[][] matrix = definite(n);
    INDArray array = Nd4j.createFromArray(matrix);
    assertThat(Cholesky.factorize(array)).isTrue();
    double[][] factor = array.toDoubleMatrix();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (j < i) {
          assertThat(factor[i][j]).isEqualTo(matrix[i][j]);
        } else {
          double sum = 0;
          for (int k = 0; k <= i; k++) {
            sum += factor[k][i] * factor[k][j];
          }
          assertThat(sum).isCloseTo(matrix[i][j], within(1e-14 * (n + 1)));
        }
      }
    }
  }

  /** The last pivot is what remains of the last entry; a little more taken from it is too much. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 17, 33, 64, 65, 130, 257})
  void tellsWhichSideOfSingularAMatrixLies(int n) {
    double[][] matrix = definite(n);
    INDArray factor = Nd4j.createFromArray(matrix);
    Cholesky.factorize(factor);
    double pivot = Math.pow(factor.getDouble(n - 1, n - 1), 2);
    double entry = matrix[n - 1][n - 1];
    matrix[n - 1][n - 1] = entry - pivot * (1 - 1e-9);
    assertThat(Cholesky.factorize(Nd4j.createFromArray(matrix))).isTrue();
    matrix[n - 1][n - 1] = entry - pivot * (1 + 1e-9);
    assertThat(Cholesky.factorize(Nd4j.createFromArray(matrix))).isFalse();
  }

  /** Of rank one, in numbers whose arithmetic is exact. */
  @ParameterizedTest
  @ValueSource(ints = {2, 17, 64, 100})
  void semidefiniteIsNotDefinite(int n) {
    assertThat(Cholesky.factorize(Nd4j.ones(DataType.DOUBLE, n, n))).isFalse();
    assertThat(Cholesky.factorize(Nd4j.zeros(DataType.DOUBLE, n, n))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 40", "17, 17", "30, 99", "99, 99"})
  void entriesThatAreNotFiniteAreNotDefinite(int row, int column) {
    for (double entry :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      double[][] matrix = definite(100);
      matrix[row][column] = entry;
      assertThat(Cholesky.factorize(Nd4j.createFromArray(matrix))).isFalse();
    }
  }

  @Test
  void refusesWhatItWouldReadWrongly() {
    assertThatThrownBy(() -> Cholesky.factorize(Nd4j.create(DataType.FLOAT, 3, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cholesky.factorize(Nd4j.create(DataType.DOUBLE, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Cholesky.factorize(Nd4j.create(DataType.DOUBLE, new long[] {3, 3}, 'f')))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** BBᵀ/n + I/10 by plain loops, B normally distributed. */
  static double[][] definite(int n) {
    Random random = new Random(n);
    double[][] rows = new double[n][n];
    for (double[] row : rows) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextGaussian();
      }
    }
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? 0.1 * n : 0;
        for (int k = 0; k < n; k++) {
          sum += rows[i][k] * rows[j][k];
        }
        matrix[i][j] = sum / n;
        matrix[j][i] = sum / n;
      }
    }
    return matrix;
  }
}
