package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** General products beside plain loops: everything else is built on them. */
public class MatrixProductsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "7, 5, 3",
    "16, 33, 8",
    "96, 96, 96",
    "100, 10, 500",
    "128, 128, 128",
    "129, 100, 257",
    "200, 320, 65"
  })
  public void areThoseOfPlainLoops(int rows, int columns, int inner) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      for (int transposes = 0; transposes < 4; transposes++) {
        compare(type, rows, columns, inner, (transposes & 1) != 0, (transposes & 2) != 0);
      }
    }
  }

  private static void compare(
      DataType type,
      int rows,
      int columns,
      int inner,
      boolean transposeLeft,
      boolean transposeRight) {
    Random random = new Random(rows + 31L * columns + 961L * inner);
    double[][] left = normal(random, rows, inner);
    double[][] right = normal(random, inner, columns);
    double[][] start = normal(random, rows, columns);
    INDArray out = Nd4j.createFromArray(start).castTo(type);
    Tensors.multiply(
        array(type, left, transposeLeft),
        transposeLeft,
        array(type, right, transposeRight),
        transposeRight,
        out,
        -1,
        1);
    double[][] product = out.toDoubleMatrix();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double expected = start[i][j];
        double magnitude = Math.abs(expected);
        for (int k = 0; k < inner; k++) {
          double term = left[i][k] * right[k][j];
          expected -= term;
          magnitude += Math.abs(term);
        }
        assertThat(product[i][j])
            .isCloseTo(expected, within(8 * Tensors.epsilon(type) * magnitude));
      }
    }
  }

  private static INDArray array(DataType type, double[][] entries, boolean transposed) {
    INDArray array = Nd4j.createFromArray(entries).castTo(type);
    return transposed ? array.transpose().dup('c') : array;
  }

  private static double[][] normal(Random random, int rows, int columns) {
    double[][] entries = new double[rows][columns];
    for (double[] row : entries) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return entries;
  }
}
