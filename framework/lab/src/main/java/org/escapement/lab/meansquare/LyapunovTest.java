package org.escapement.lab.meansquare;

/**
 * Decides whether the spectral radius of a moment operator K is below 1, K being any that maps
 * positive semi-definite matrices to such: solves X − KX = I until what X − KX really is is
 * positive definite. Then the radius is below 1 if X is positive definite too, and not if it is
 * not. Both answers are proofs up to rounding.
 */
final class LyapunovTest {
  /** What is left of the unit matrix when the residual is taken off it. */
  private static final double LEFT = 0.5;

  private static final int CHECK_EVERY_STEP_UP_TO = 16;
  private static final int CHECK_INTERVAL = 2;

  private LyapunovTest() {}

  /**
   * The answer.
   *
   * @param below whether the radius is below 1; meaningless if {@code limit} is given
   * @param margin 1 / tr X: falls to zero where the radius reaches 1, and has an ordinary root
   *     there
   * @param limit why there is no answer, or null
   */
  record Answer(boolean below, double margin, EnclosureStatus limit) {}

  static Answer of(MomentOperator operator, Spending spending) {
    try (MomentKrylov basis = new MomentKrylov(operator, spending.tolerance().maxBytes())) {
      while (true) {
        EnclosureStatus limit = spending.limit(basis);
        if (limit != null) {
          return new Answer(false, Double.NaN, limit);
        }
        basis.extend();
        spending.count();
        int size = basis.size();
        if (!basis.isInvariant() && size > CHECK_EVERY_STEP_UP_TO && size % CHECK_INTERVAL != 0) {
          continue;
        }
        double[] weights = solve(basis);
        if (basis.outside() * Math.abs(weights[size - 1]) <= LEFT) {
          spending.count();
          if (basis.certifies(weights, 1)) {
            double margin = 1 / (basis.startLength() * weights[0]);
            return new Answer(basis.isCombinationPositiveDefinite(), margin, null);
          }
          if (basis.isInvariant() || !Double.isFinite(weights[0])) {
            return new Answer(false, Double.NaN, EnclosureStatus.ROUNDING_LIMIT);
          }
        }
      }
    }
  }

  /** (I − H)y = e₁‖I‖ for the Hessenberg matrix H, by elimination with row exchanges. */
  private static double[] solve(MomentKrylov basis) {
    int size = basis.size();
    double[][] rows = new double[size][size];
    double[] y = new double[size];
    y[0] = basis.startLength();
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < size && i <= j + 1; i++) {
        rows[i][j] = (i == j ? 1 : 0) - basis.projected(i, j);
      }
    }
    for (int j = 0; j + 1 < size; j++) {
      if (Math.abs(rows[j + 1][j]) > Math.abs(rows[j][j])) {
        double[] row = rows[j];
        rows[j] = rows[j + 1];
        rows[j + 1] = row;
        double entry = y[j];
        y[j] = y[j + 1];
        y[j + 1] = entry;
      }
      double factor = rows[j][j] == 0 ? 0 : rows[j + 1][j] / rows[j][j];
      for (int i = j; i < size; i++) {
        rows[j + 1][i] -= factor * rows[j][i];
      }
      y[j + 1] -= factor * y[j];
    }
    for (int j = size - 1; j >= 0; j--) {
      for (int i = j + 1; i < size; i++) {
        y[j] -= rows[j][i] * y[i];
      }
      y[j] /= rows[j][j];
    }
    return y;
  }
}
