package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escapement.engine.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ReducedCurvatureTest {
  /** (1/n) Σ U_iᵀU_i = Λ, and the blocks' Gram matrices are J_iJ_iᵀ. */
  @Test
  void factorsBelongToTheirExamples() {
    Minimum minimum = Minimum.random(5, 3, 40, new Random(1));
    try (ReducedCurvature curvature = minimum.reduced()) {
      int r = curvature.modes();
      assertThat(r).isEqualTo(15);
      for (int a = 0; a < r; a++) {
        for (int b = 0; b < r; b++) {
          double sum = 0;
          for (int row = 0; row < 15; row++) {
            sum += curvature.factors().get(row, a) * curvature.factors().get(row, b) / 5;
          }
          assertThat(sum).isCloseTo(a == b ? curvature.eigenvalues()[a] : 0, within(1e-12));
        }
      }
      for (int i = 0; i < 5; i++) {
        double[][] gram = curvature.exampleGram(i);
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            double expected = 0;
            for (int j = 0; j < 40; j++) {
              expected += minimum.rows()[i][k][j] * minimum.rows()[i][l][j];
            }
            assertThat(gram[k][l]).isCloseTo(expected, within(1e-11));
          }
        }
      }
    }
  }

  @Test
  void dropsDirectionsWithoutCurvature() {
    Minimum minimum = Minimum.random(6, 2, 3, new Random(2));
    try (ReducedCurvature curvature = minimum.reduced()) {
      assertThat(curvature.modes()).isEqualTo(3);
      assertThat(curvature.rank()).isEqualTo(3);
      assertThat(curvature.isTruncated()).isFalse();
      assertThat(curvature.cutOff()).isLessThan(1e-13 * curvature.sharpness());
    }
  }

  @Test
  void takesRowsToo() {
    try (ReducedCurvature curvature =
        ReducedCurvature.ofRows(
            Nd4j.createFromArray(new double[][] {{1, 0}, {1, 1}, {0, 2}}), 3, 1)) {
      assertThat(2 / curvature.sharpness()).isCloseTo(1.1314829082, within(1e-10));
    }
  }

  @Test
  void rejectsWhatIsNoCurvature() {
    INDArray zero = Tensors.matrix(DataType.DOUBLE, 4, 4);
    assertThatThrownBy(() -> ReducedCurvature.ofGram(zero, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no positive eigenvalue");
    assertThatThrownBy(() -> ReducedCurvature.ofGram(zero, 3, 1))
        .isInstanceOf(IllegalArgumentException.class);
    INDArray broken = Tensors.ones(DataType.DOUBLE, 4, 4);
    broken.putScalar(0, 3, Double.NaN);
    assertThatThrownBy(() -> ReducedCurvature.ofGram(broken, 2, 2))
        .isInstanceOfAny(ArithmeticException.class, IllegalArgumentException.class);
  }

  /** Against Σ_i H_iMH_i written out, across the borders of the blocks that are multiplied. */
  @ParameterizedTest
  @CsvSource({"7, 1", "5, 3", "100, 2", "330, 1"})
  void meanOfProducts(int examples, int outputs) {
    Random random = new Random(3);
    Minimum minimum = Minimum.random(examples, outputs, examples * outputs + 5, random);
    try (ReducedCurvature curvature = minimum.reduced();
        ExampleProducts products = new ExampleProducts(curvature)) {
      int r = curvature.modes();
      double[][] matrix = new double[r][r];
      for (int a = 0; a < r; a++) {
        for (int b = a; b < r; b++) {
          matrix[a][b] = random.nextGaussian();
          matrix[b][a] = matrix[a][b];
          products.square().put(a, b, a == b ? matrix[a][a] / 2 : matrix[a][b]);
        }
      }
      INDArray expected = Tensors.matrix(DataType.DOUBLE, r, r);
      INDArray middle = Nd4j.createFromArray(matrix);
      for (int i = 0; i < examples; i++) {
        INDArray block =
            Tensors.rows(curvature.factors().array(), (long) i * outputs, (i + 1L) * outputs)
                .dup('c');
        INDArray small = block.mmul(middle).mmul(block.transpose());
        expected.addi(block.transpose().mmul(small.mmul(block)).divi(examples));
      }
      double scale = expected.norm2Number().doubleValue();
      products.apply();
      for (int a = 0; a < r; a++) {
        for (int b = a; b < r; b++) {
          assertThat(products.square().get(a, b))
              .isCloseTo(expected.getDouble(a, b), within(1e-13 * scale));
        }
      }
    }
  }
}
