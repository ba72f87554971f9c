package org.escapement.engine.initialization;

/**
 * Makes the rows of a matrix orthonormal, or its columns where there are fewer of them, by
 * Gram–Schmidt: the factor Q of QR with a positive diagonal of R. Of a matrix of independent normal
 * deviates it is distributed uniformly over such matrices (Mezzadri 2007). In plain arithmetic, so
 * that its digits do not depend on a library's kernels.
 */
final class OrthonormalMatrix {
  /** Once leaves what cancelled in the subtraction; twice is enough (Kahan, in Parlett 1980). */
  private static final int SWEEPS = 2;

  private OrthonormalMatrix() {}

  /**
   * Replaces a matrix of full rank.
   *
   * @param values {@code [rows, columns]} in c order, overwritten
   */
  static void of(int rows, int columns, double[] values) {
    double[][] vectors =
        rows <= columns ? rows(rows, columns, values) : columns(rows, columns, values);
    for (int i = 0; i < vectors.length; i++) {
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int j = 0; j < i; j++) {
          subtract(dot(vectors[j], vectors[i]), vectors[j], vectors[i]);
        }
      }
      normalize(vectors[i]);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = rows <= columns ? vectors[i][j] : vectors[j][i];
      }
    }
  }

  private static double[][] rows(int rows, int columns, double[] values) {
    double[][] vectors = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * columns, vectors[i], 0, columns);
    }
    return vectors;
  }

  private static double[][] columns(int rows, int columns, double[] values) {
    double[][] vectors = new double[columns][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        vectors[j][i] = values[i * columns + j];
      }
    }
    return vectors;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double factor, double[] vector, double[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * vector[i];
    }
  }

  private static void normalize(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
  }
}
