package org.escapement.engine.solver;

import java.util.Arrays;
import java.util.Random;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A matrix as an operator that counts its products. */
final class DenseOperator implements LinearOperator, Preconditioner {
  private final double[][] matrix;
  private int products;

  DenseOperator(double[][] matrix) {
    this.matrix = matrix;
  }

  static DenseOperator diagonal(double... entries) {
    double[][] matrix = new double[entries.length][entries.length];
    for (int i = 0; i < entries.length; i++) {
      matrix[i][i] = entries[i];
    }
    return new DenseOperator(matrix);
  }

  /** A symmetric matrix with the given eigenvalues in random directions. */
  static DenseOperator withSpectrum(double[] eigenvalues, Random random) {
    int n = eigenvalues.length;
    double[][] matrix = diagonal(eigenvalues).matrix;
    for (int reflection = 0; reflection < 3; reflection++) {
      double[] u = random.doubles(n, -1, 1).toArray();
      double square = Arrays.stream(u).map(entry -> entry * entry).sum();
      reflectRows(matrix, u, square);
      transpose(matrix);
      reflectRows(matrix, u, square);
      transpose(matrix);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i][j] = matrix[j][i];
      }
    }
    return new DenseOperator(matrix);
  }

  /** M ← (I − 2uuᵀ/uᵀu) M. */
  private static void reflectRows(double[][] matrix, double[] u, double square) {
    int n = u.length;
    double[] sums = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sums[j] += u[i] * matrix[i][j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] -= 2 * u[i] * sums[j] / square;
      }
    }
  }

  private static void transpose(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        double entry = matrix[i][j];
        matrix[i][j] = matrix[j][i];
        matrix[j][i] = entry;
      }
    }
  }

  RealMatrix matrix() {
    return MatrixUtils.createRealMatrix(matrix);
  }

  /** By Hipparchus. */
  double largestEigenvalue() {
    return Arrays.stream(new EigenDecompositionSymmetric(matrix()).getEigenvalues())
        .max()
        .orElseThrow();
  }

  int products() {
    return products;
  }

  @Override
  public long dimension() {
    return matrix.length;
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    products++;
    double[] vector = v.toDoubleVector();
    double[] image = new double[vector.length];
    for (int i = 0; i < image.length; i++) {
      for (int j = 0; j < vector.length; j++) {
        image[i] += matrix[i][j] * vector[j];
      }
    }
    out.assign(Nd4j.createFromArray(image));
  }
}
