package org.escapement.plugin.problems;

import java.util.Arrays;

/** Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations. */
record SymmetricEigenpairs(double[] values, double[][] columns) {
  private static final int SWEEPS = 30;

  static SymmetricEigenpairs of(double[][] matrix) {
    int size = matrix.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[][] v = new double[size][size];
    for (int i = 0; i < size; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          if (a[p][q] != 0) {
            rotate(a, v, p, q);
          }
        }
      }
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = a[i][i];
    }
    return new SymmetricEigenpairs(values, v);
  }

  double largest() {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    for (double[] row : a) {
      mix(row, p, q, c, s);
    }
    for (int j = 0; j < a.length; j++) {
      double first = a[p][j];
      a[p][j] = c * first - s * a[q][j];
      a[q][j] = s * first + c * a[q][j];
    }
    a[p][q] = 0;
    a[q][p] = 0;
    for (double[] row : v) {
      mix(row, p, q, c, s);
    }
  }

  private static void mix(double[] row, int p, int q, double c, double s) {
    double first = row[p];
    row[p] = c * first - s * row[q];
    row[q] = s * first + c * row[q];
  }
}
