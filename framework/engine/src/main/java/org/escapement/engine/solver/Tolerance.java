package org.escapement.engine.solver;

/**
 * When an eigenpair counts as converged: residual ≤ max(relative · |θ|, absolute · ‖A‖), with ‖A‖
 * estimated by the largest Ritz value in size.
 *
 * @param relative share of the eigenvalue
 * @param absolute share of the operator's norm; for eigenvalues that may be zero
 * @param maxProducts the most operator products to spend
 */
public record Tolerance(double relative, double absolute, int maxProducts) {
  /** A tolerance relative to the eigenvalue alone. */
  public static Tolerance relative(double relative, int maxProducts) {
    return new Tolerance(relative, 0, maxProducts);
  }

  double allowed(double value, double norm) {
    return Math.max(relative * Math.abs(value), absolute * norm);
  }
}
