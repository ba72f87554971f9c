package org.escapement.plugin.problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Cholesky factor of a positive semi-definite matrix, with pivots on the diagonal. */
final class Cholesky {
  private Cholesky() {}

  /**
   * Rows R with RᵀR = A to rounding, as many as A has rank; at least one.
   *
   * @param matrix A, symmetric, not written
   * @return empty if A has a negative eigenvalue beyond rounding
   */
  static Optional<double[][]> factor(double[][] matrix) {
    int size = matrix.length;
    double[][] rest = new double[size][];
    double scale = 0;
    for (int i = 0; i < size; i++) {
      rest[i] = matrix[i].clone();
      for (double entry : matrix[i]) {
        scale = Math.max(scale, Math.abs(entry));
      }
    }
    double rounding = size * Math.ulp(scale);
    List<double[]> rows = new ArrayList<>();
    for (int pivot = pivot(rest); rest[pivot][pivot] > rounding; pivot = pivot(rest)) {
      if (rows.size() == size) {
        return Optional.empty();
      }
      rows.add(eliminate(rest, pivot));
    }
    for (double[] row : rest) {
      for (double entry : row) {
        if (Math.abs(entry) > rounding) {
          return Optional.empty();
        }
      }
    }
    if (rows.isEmpty()) {
      rows.add(new double[size]);
    }
    return Optional.of(rows.toArray(double[][]::new));
  }

  private static int pivot(double[][] matrix) {
    int best = 0;
    for (int i = 1; i < matrix.length; i++) {
      best = matrix[i][i] > matrix[best][best] ? i : best;
    }
    return best;
  }

  /** Takes rᵀr off the matrix, so that the pivot's row and column vanish, and returns r. */
  private static double[] eliminate(double[][] matrix, int pivot) {
    double[] row = matrix[pivot].clone();
    double root = Math.sqrt(row[pivot]);
    for (int j = 0; j < row.length; j++) {
      row[j] /= root;
    }
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        matrix[i][j] = i == pivot || j == pivot ? 0 : matrix[i][j] - row[i] * row[j];
      }
    }
    return row;
  }
}
