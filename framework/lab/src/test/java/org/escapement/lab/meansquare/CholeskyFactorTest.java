package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class CholeskyFactorTest {
  @Test
  void solvesWhatHasGrown() {
    Random random = new Random(1);
    double[][] half = new double[9][9];
    for (double[] row : half) {
      for (int j = 0; j < 9; j++) {
        row[j] = random.nextGaussian();
      }
    }
    RealMatrix root = new Array2DRowRealMatrix(half);
    RealMatrix matrix = root.multiplyTransposed(root);
    CholeskyFactor factor = new CholeskyFactor();
    for (int size = 1; size <= 9; size++) {
      factor.append(matrix.getSubMatrix(size - 1, size - 1, 0, size - 1).getRow(0));
      double[] x = random.doubles(size).toArray();
      RealMatrix leading = matrix.getSubMatrix(0, size - 1, 0, size - 1);
      double[] right = leading.operate(x);
      factor.solve(right);
      assertThat(factor.isPositiveDefinite()).isTrue();
      assertThat(right).containsExactly(x, within(1e-9));
    }
  }

  @Test
  void noticesNegativeDirections() {
    assertThat(CholeskyFactor.of(new double[][] {{1, 2}, {2, 5}}).isPositiveDefinite()).isTrue();
    assertThat(CholeskyFactor.of(new double[][] {{1, 2}, {2, 3}}).isPositiveDefinite()).isFalse();
    assertThat(CholeskyFactor.of(new double[][] {{-1, 0}, {0, 3}}).isPositiveDefinite()).isFalse();
  }
}
