package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DenseEigenpairsTest {
  /** 2 on the diagonal and −1 beside it: 2 − 2 cos(jπ/(n+1)). */
  @Test
  void secondDifferencesHaveTheirKnownEigenvalues() {
    int n = 50;
    INDArray matrix = Nd4j.create(DataType.DOUBLE, n, n);
    for (int i = 0; i < n; i++) {
      matrix.putScalar(i, i, 2);
      if (i > 0) {
        matrix.putScalar(i, i - 1, -1);
        matrix.putScalar(i - 1, i, -1);
      }
    }
    double[] values = DenseEigenpairs.of(matrix).values();
    for (int j = 1; j <= n; j++) {
      assertThat(values[j - 1]).isCloseTo(2 - 2 * Math.cos(j * Math.PI / (n + 1)), within(1e-13));
    }
  }

  /** On both sides of every border at which the method changes, to beyond several blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 25, 26, 50, 96, 97, 98, 120, 193, 194, 200, 600})
  void rowsAreOrthonormalEigenvectors(int n) {
    double[][] original = symmetric(n);
    DenseEigenpairs pairs = DenseEigenpairs.of(Nd4j.createFromArray(original));
    assertThat(pairs.values()).isSorted();
    double[][] vectors = pairs.vectors().toDoubleMatrix();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(inner(vectors[i], vectors[j])).isCloseTo(i == j ? 1 : 0, within(1e-13));
        assertThat(inner(original[j], vectors[i]))
            .isCloseTo(pairs.values()[i] * vectors[i][j], within(1e-14 * (n + 10)));
      }
    }
  }

  @Test
  void equalEigenvaluesHaveOrthonormalVectorsToo() {
    INDArray ones = Nd4j.ones(DataType.DOUBLE, 130, 130);
    DenseEigenpairs pairs = DenseEigenpairs.of(ones);
    assertThat(pairs.values()[129]).isCloseTo(130, within(1e-12));
    assertThat(pairs.values()[128]).isCloseTo(0, within(1e-12));
    double[][] vectors = pairs.vectors().toDoubleMatrix();
    for (int i = 0; i < 130; i++) {
      for (int j = 0; j < 130; j++) {
        assertThat(inner(vectors[i], vectors[j])).isCloseTo(i == j ? 1 : 0, within(1e-13));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1000, -600, 600, 990})
  void scaleDoesNotMatter(int exponent) {
    double[][] matrix = symmetric(60);
    double[] expected = DenseEigenpairs.of(Nd4j.createFromArray(matrix)).values();
    for (double[] row : matrix) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.scalb(row[j], exponent);
      }
    }
    double[] values = DenseEigenpairs.of(Nd4j.createFromArray(matrix)).values();
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.scalb(values[i], -exponent)).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void zeroHasEigenvaluesZero() {
    assertThat(DenseEigenpairs.of(Nd4j.zeros(DataType.DOUBLE, 30, 30)).values()).containsOnly(0.0);
  }

  private static double[][] symmetric(int n) {
    Random random = new Random(5);
    double[][] matrix = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.nextDouble(-1, 1);
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  private static double inner(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void refusesWhatItWouldReadWrongly() {
    assertThatThrownBy(() -> DenseEigenpairs.of(Nd4j.create(DataType.FLOAT, 3, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DenseEigenpairs.of(Nd4j.create(DataType.DOUBLE, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> DenseEigenpairs.of(Nd4j.create(DataType.DOUBLE, new long[] {3, 3}, 'f')))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesEntriesThatAreNotFinite(double entry) {
    INDArray broken = Nd4j.eye(40).castTo(DataType.DOUBLE);
    broken.putScalar(1, 2, entry);
    broken.putScalar(2, 1, entry);
    assertThatThrownBy(() -> DenseEigenpairs.of(broken))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("not finite");
  }
}
