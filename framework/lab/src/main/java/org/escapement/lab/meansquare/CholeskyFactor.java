package org.escapement.lab.meansquare;

import java.util.ArrayList;
import java.util.List;

/** L with LLᵀ a small symmetric matrix, row by row as that matrix grows. */
final class CholeskyFactor {
  private final List<double[]> rows = new ArrayList<>();
  private boolean definite = true;

  /** Of a whole matrix, of which the lower triangle is read. */
  static CholeskyFactor of(double[][] matrix) {
    CholeskyFactor factor = new CholeskyFactor();
    for (double[] row : matrix) {
      factor.append(row);
    }
    return factor;
  }

  /**
   * Adds a row and column to the matrix; does nothing once that is not positive definite.
   *
   * @param row its entries up to the diagonal at least
   */
  void append(double[] row) {
    if (!definite) {
      return;
    }
    int last = rows.size();
    double[] next = new double[last + 1];
    double rest = row[last];
    for (int j = 0; j < last; j++) {
      double[] earlier = rows.get(j);
      double sum = row[j];
      for (int k = 0; k < j; k++) {
        sum -= next[k] * earlier[k];
      }
      next[j] = sum / earlier[j];
      rest -= next[j] * next[j];
    }
    definite = rest > 0;
    next[last] = Math.sqrt(rest);
    rows.add(next);
  }

  /** Whether the matrix is positive definite to rounding. */
  boolean isPositiveDefinite() {
    return definite;
  }

  /** Replaces x by L⁻¹x. */
  void forward(double[] x) {
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i);
      double sum = x[i];
      for (int k = 0; k < i; k++) {
        sum -= row[k] * x[k];
      }
      x[i] = sum / row[i];
    }
  }

  /** Replaces x by (LLᵀ)⁻¹x. */
  void solve(double[] x) {
    forward(x);
    for (int i = rows.size() - 1; i >= 0; i--) {
      double[] row = rows.get(i);
      x[i] /= row[i];
      for (int k = 0; k < i; k++) {
        x[k] -= row[k] * x[i];
      }
    }
  }
}
