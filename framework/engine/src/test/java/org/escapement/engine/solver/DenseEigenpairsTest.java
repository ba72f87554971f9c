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

  @Test
  void rowsAreOrthonormalEigenvectors() {
    int n = 120;
    INDArray random =
        Nd4j.createFromArray(new Random(5).doubles(n * n, -1, 1).toArray()).reshape('c', n, n);
    INDArray matrix = random.add(random.transpose()).dup('c');
    INDArray original = matrix.dup();
    DenseEigenpairs pairs = DenseEigenpairs.of(matrix);
    INDArray vectors = pairs.vectors();
    assertThat(pairs.values()).isSorted();
    INDArray images = vectors.mmul(original);
    for (int i = 0; i < n; i++) {
      double residual = images.getRow(i).distance2(vectors.getRow(i).mul(pairs.values()[i]));
      assertThat(residual).isLessThan(1e-12);
    }
    assertThat(vectors.mmul(vectors.transpose()).distance2(Nd4j.eye(n).castTo(DataType.DOUBLE)))
        .isLessThan(1e-12);
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
