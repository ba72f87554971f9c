package org.escapement.engine.solver;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Eigenpairs of a projected matrix, largest first.
 *
 * @param vectors each in coordinates of the basis vectors that were projected on
 */
record Ritz(double[] values, double[][] vectors) {
  /** Those of the rows and columns {@code [from, to)}. */
  static Ritz of(double[][] projection, int from, int to) {
    int size = to - from;
    double[][] square = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(projection[from + i], from, square[i], 0, size);
    }
    var decomposition = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(square, false));
    double[] values = decomposition.getEigenvalues();
    double[][] vectors = new double[size][];
    for (int i = 0; i < size; i++) {
      vectors[i] = decomposition.getEigenvector(i).toArray();
    }
    return new Ritz(values, vectors);
  }

  int size() {
    return values.length;
  }

  double norm() {
    return Math.max(Math.abs(values[0]), Math.abs(values[size() - 1]));
  }

  /**
   * The residual of a pair in a Krylov basis.
   *
   * @param length of the part of the last image outside the basis
   */
  double bound(int pair, double length) {
    return length * Math.abs(vectors[pair][size() - 1]);
  }
}
