package org.escapement.engine.solver;

/**
 * When an eigenpair counts as converged: residual ≤ max(relative · |θ|, absolute · ‖A‖), with ‖A‖
 * estimated by the largest Ritz value in size, or where |θ| is rounding itself, residual ≤
 * rounding; and what may be spent on it.
 *
 * @param relative share of the eigenvalue
 * @param absolute share of the operator's norm; for eigenvalues that may be zero
 * @param rounding what a product with the operator may err by on a vector of length one, where that
 *     may be all there is of it: an operator that is zero but for rounding has no eigenvalues to
 *     share in. It takes no part in eigenvalues larger than that
 * @param maxProducts the most operator products to spend
 * @param maxSeconds the wall-clock time after which no further step is begun; the products that
 *     compute the final residuals afresh still follow. Infinite where there is no limit
 * @param maxBytes the memory that basis vectors may take: with less a solver restarts sooner, down
 *     to the least that it can work with
 */
public record Tolerance(
    double relative,
    double absolute,
    double rounding,
    int maxProducts,
    double maxSeconds,
    long maxBytes) {
  /** Checks that the limit is a time. */
  public Tolerance {
    if (!(maxSeconds >= 0)) {
      throw new IllegalArgumentException("maxSeconds = " + maxSeconds + ", must be at least 0");
    }
  }

  /** A tolerance without a time limit. */
  public Tolerance(double relative, double absolute, int maxProducts) {
    this(relative, absolute, 0, maxProducts, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
  }

  /** A tolerance relative to the eigenvalue alone. */
  public static Tolerance relative(double relative, int maxProducts) {
    return new Tolerance(relative, 0, maxProducts);
  }

  /** The same with another absolute part. */
  public Tolerance withAbsolute(double share) {
    return new Tolerance(relative, share, rounding, maxProducts, maxSeconds, maxBytes);
  }

  /** The same for an operator whose products err by so much. */
  public Tolerance withRounding(double error) {
    return new Tolerance(relative, absolute, error, maxProducts, maxSeconds, maxBytes);
  }

  /** The same with another limit on products. */
  public Tolerance withMaxProducts(int products) {
    return new Tolerance(relative, absolute, rounding, products, maxSeconds, maxBytes);
  }

  /** The same with a time limit. */
  public Tolerance withMaxSeconds(double seconds) {
    return new Tolerance(relative, absolute, rounding, maxProducts, seconds, maxBytes);
  }

  /** The same with a limit on memory. */
  public Tolerance withMaxBytes(long bytes) {
    return new Tolerance(relative, absolute, rounding, maxProducts, maxSeconds, bytes);
  }

  /**
   * How many basis vectors there may be.
   *
   * @param vectorBytes of one, with its image under a preconditioner
   * @param least what the solver needs
   * @param most what it has use for
   */
  int basisVectors(double vectorBytes, int least, int most) {
    // a restart makes a third more of them for a moment, and a step needs three
    double fitting = 0.75 * maxBytes / vectorBytes - 3;
    return (int) Math.max(least, Math.min(most, fitting));
  }

  double allowed(double value, double norm) {
    double share = Math.max(relative * Math.abs(value), absolute * norm);
    return Math.abs(value) <= rounding ? Math.max(rounding, share) : share;
  }
}
