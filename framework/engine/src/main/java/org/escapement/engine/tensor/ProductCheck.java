package org.escapement.engine.tensor;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether general matrix products are right in this process. OpenBLAS chooses its kernels by the
 * processor and by OPENBLAS_CORETYPE, and some that it may choose are wrong without a word.
 */
public final class ProductCheck {
  /** Large enough for blocked kernels, some of which err only from 128 rows on. */
  private static final int SIZE = 160;

  private ProductCheck() {}

  /**
   * The types, float or double, in which a product of any two transposes is wrong; takes about a
   * millisecond.
   */
  public static List<DataType> wrongTypes() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE).filter(ProductCheck::errs).toList();
  }

  private static boolean errs(DataType type) {
    double[][] left = smallIntegers(7, 3);
    double[][] right = smallIntegers(5, 8);
    INDArray a = Nd4j.createFromArray(left).castTo(type);
    INDArray b = Nd4j.createFromArray(right).castTo(type);
    INDArray out = Tensors.matrix(type, SIZE, SIZE);
    try {
      boolean errs = false;
      for (int transposes = 0; transposes < 4; transposes++) {
        boolean transposeLeft = (transposes & 1) != 0;
        boolean transposeRight = (transposes & 2) != 0;
        Tensors.multiply(a, transposeLeft, b, transposeRight, out, 1, 0);
        errs |= !isProduct(out, left, transposeLeft, right, transposeRight);
      }
      return errs;
    } finally {
      Tensors.free(a, b, out);
    }
  }

  /** Compares the images of one vector; integers, so that every rounding would be an error. */
  private static boolean isProduct(
      INDArray product,
      double[][] left,
      boolean transposeLeft,
      double[][] right,
      boolean transposeRight) {
    double[] probe = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      probe[i] = 1 + (i * 37) % 101;
    }
    double[] expected = image(left, transposeLeft, image(right, transposeRight, probe));
    double[] row = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      Tensors.readRow(product, i, row);
      double sum = 0;
      for (int j = 0; j < SIZE; j++) {
        sum += row[j] * probe[j];
      }
      if (sum != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static double[] image(double[][] matrix, boolean transpose, double[] vector) {
    double[] image = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        image[i] += (transpose ? matrix[j][i] : matrix[i][j]) * vector[j];
      }
    }
    return image;
  }

  private static double[][] smallIntegers(int rowStep, int columnStep) {
    double[][] entries = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        entries[i][j] = (i * rowStep + j * columnStep + i * j % 13) % 17 - 8;
      }
    }
    return entries;
  }
}
