package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.hipparchus.complex.Complex;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;

/**
 * Decides whether the spectral radius of a moment operator K is below 1, K being any that maps
 * positive semi-definite matrices to such: solves X − KX = I until what X − KX really is is
 * positive definite. Then the radius is below 1 if X is positive definite too, and not if it is
 * not. Both answers are proofs up to rounding.
 */
final class LyapunovCriterion {
  /** What is left of the unit matrix when the residual is taken off it. */
  private static final double LEFT = 0.5;

  private static final int CHECK_EVERY_STEP_UP_TO = 12;
  private static final int CHECK_INTERVAL = 4;

  /** From here on a radius that no longer changes by this share may be presumed. */
  private static final double PRESUMED_RADIUS = 1.01;

  private static final double SETTLED = 1e-3;

  private LyapunovCriterion() {}

  /**
   * The answer.
   *
   * @param below whether the radius is below 1; meaningless if {@code limit} is given
   * @param proved whether that is proved, or only presumed of a radius far above 1
   * @param radius an estimate of it
   * @param limit why there is no answer, or null
   */
  record Answer(boolean below, boolean proved, double radius, EnclosureStatus limit) {
    /** A proof without an estimate. */
    static Answer beyond() {
      return new Answer(false, true, Double.POSITIVE_INFINITY, null);
    }

    private static Answer none(EnclosureStatus limit) {
      return new Answer(false, false, Double.NaN, limit);
    }
  }

  static Answer of(MomentOperator operator, Spending spending, boolean mayPresume) {
    try (MomentKrylov basis = new MomentKrylov(operator, spending.tolerance().maxBytes())) {
      double radius = 0;
      while (true) {
        EnclosureStatus limit = spending.limit(basis);
        if (limit != null) {
          return Answer.none(limit);
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
            return new Answer(basis.isCombinationPositiveDefinite(), true, radius(basis), null);
          }
        }
        if (basis.isInvariant()) {
          // I − K is singular to rounding, or K not finite
          return Double.isFinite(radius(basis)) && Math.abs(radius(basis) - 1) < 1e-10
              ? new Answer(false, true, radius(basis), null)
              : Answer.none(EnclosureStatus.ROUNDING_LIMIT);
        }
        if (mayPresume && size >= CHECK_EVERY_STEP_UP_TO) {
          double last = radius;
          radius = radius(basis);
          if (radius > PRESUMED_RADIUS && Math.abs(radius - last) < SETTLED * radius) {
            return new Answer(false, false, radius, null);
          }
        }
      }
    }
  }

  /** The spectral radius of the projected operator. */
  private static double radius(MomentKrylov basis) {
    int size = basis.size();
    if (size == 1) {
      return Math.abs(basis.projected(0, 0));
    }
    double[][] projected = new double[size][size];
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < size && i <= j + 1; i++) {
        projected[i][j] = basis.projected(i, j);
      }
    }
    return Arrays.stream(
            new EigenDecompositionNonSymmetric(new Array2DRowRealMatrix(projected, false))
                .getEigenvalues())
        .mapToDouble(Complex::norm)
        .max()
        .orElseThrow();
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
