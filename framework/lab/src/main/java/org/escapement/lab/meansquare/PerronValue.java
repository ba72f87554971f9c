package org.escapement.lab.meansquare;

import org.escapement.engine.solver.Tolerance;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * The largest eigenvalue of a self-adjoint moment operator that maps positive semi-definite
 * matrices to such, enclosed from both sides by one Lanczos run from the unit matrix.
 *
 * <p>Below lies the largest Ritz value θ. Above lies any μ &gt; θ for which X = Q_j (μ − T_j)⁻¹
 * Q_jᵀ I, the resolvent in the Krylov space, is positive definite with μX − KX. The latter is I
 * less ‖I‖ Π β_i / Π (μ − θ_i) q_{j+1}, so the least such μ is known without any product; it is
 * then proved with one.
 */
final class PerronValue {
  /** What is left of the unit matrix when the residual is taken off it. */
  private static final double LEFT = 0.5;

  /** No bound is claimed closer to the Ritz value than this, relatively. */
  private static final double ROUNDING = 1e-13;

  private static final int CHECK_EVERY_STEP_UP_TO = 16;
  private static final int CHECK_INTERVAL = 4;

  /** Proofs at wider and wider bounds before rounding is blamed. */
  private static final int ATTEMPTS = 8;

  private static final int WIDENING = 4;

  /** The share of the wanted width that is asked for first. */
  private static final double SHARE = 0.125;

  private final MomentKrylov basis;
  private final Spending spending;

  private PerronValue(MomentKrylov basis, Spending spending) {
    this.basis = basis;
    this.spending = spending;
  }

  /**
   * Encloses the largest eigenvalue.
   *
   * @param operator self-adjoint, cone-preserving, not zero
   * @param tolerance relative: the width wanted, of the value
   */
  static Enclosure of(MomentOperator operator, Tolerance tolerance) {
    try (MomentKrylov basis = new MomentKrylov(operator, tolerance.maxBytes())) {
      return new PerronValue(basis, new Spending(tolerance)).solve();
    }
  }

  private Enclosure solve() {
    double relative = spending.tolerance().relative();
    while (true) {
      basis.extend();
      spending.count();
      int size = basis.size();
      EnclosureStatus limit = spending.limit(basis);
      if (!basis.isInvariant()
          && limit == null
          && size > CHECK_EVERY_STEP_UP_TO
          && size % CHECK_INTERVAL != 0) {
        continue;
      }
      EigenDecompositionSymmetric ritz = ritz();
      double top = ritz.getEigenvalue(0);
      double least = top + Math.max(ROUNDING, relative * SHARE) * Math.abs(top);
      double upper = Math.max(least, bound(ritz));
      if (basis.isInvariant() || limit != null || upper - top <= relative * Math.abs(top)) {
        return prove(ritz, top, upper, limit);
      }
    }
  }

  private EigenDecompositionSymmetric ritz() {
    int size = basis.size();
    double[][] projected = new double[size][size];
    for (int j = 0; j < size; j++) {
      for (int i = 0; i <= j; i++) {
        projected[i][j] = basis.projected(i, j);
        projected[j][i] = projected[i][j];
      }
    }
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(projected, false));
  }

  /** The least μ whose residual leaves {@link #LEFT} of the unit matrix. */
  private double bound(EigenDecompositionSymmetric ritz) {
    double[] values = ritz.getEigenvalues();
    if (basis.isInvariant()) {
      return values[0];
    }
    double logarithm = Math.log(basis.startLength() / LEFT);
    for (int j = 0; j < basis.size(); j++) {
      logarithm += Math.log(basis.projected(j + 1, j));
    }
    double low = values[0];
    double high = 2 * Math.max(values[0], -values[values.length - 1]) + basis.outside();
    while (excess(values, high, logarithm) > 0) {
      high = low + 2 * (high - low);
    }
    for (double gap = (high - low) / 2; gap > ROUNDING * Math.abs(high); gap /= 2) {
      if (excess(values, high - gap, logarithm) <= 0) {
        high -= gap;
      }
    }
    return high;
  }

  private static double excess(double[] values, double mu, double logarithm) {
    double sum = logarithm;
    for (double value : values) {
      sum -= Math.log(mu - value);
    }
    return sum;
  }

  private Enclosure prove(
      EigenDecompositionSymmetric ritz, double top, double upper, EnclosureStatus limit) {
    double lower = top - ROUNDING * Math.abs(top);
    double relative = spending.tolerance().relative();
    double mu = upper;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      spending.count();
      if (basis.certifies(resolvent(ritz, mu), mu) && basis.isCombinationPositiveDefinite()) {
        EnclosureStatus status = EnclosureStatus.CONVERGED;
        if (!(mu - top <= relative * Math.abs(top))) {
          status = limit == null ? EnclosureStatus.ROUNDING_LIMIT : limit;
        }
        return new Enclosure(lower, mu, spending.applications(), status);
      }
      mu = top + WIDENING * (mu - top);
    }
    return new Enclosure(
        lower,
        Double.POSITIVE_INFINITY,
        spending.applications(),
        limit == null ? EnclosureStatus.ROUNDING_LIMIT : limit);
  }

  /** (μ − T)⁻¹e₁‖I‖. */
  private double[] resolvent(EigenDecompositionSymmetric ritz, double mu) {
    double[] weights = new double[basis.size()];
    for (int pair = 0; pair < weights.length; pair++) {
      var vector = ritz.getEigenvector(pair);
      double weight = basis.startLength() * vector.getEntry(0) / (mu - ritz.getEigenvalue(pair));
      for (int i = 0; i < weights.length; i++) {
        weights[i] += weight * vector.getEntry(i);
      }
    }
    return weights;
  }
}
