package org.escapement.lab.meansquare;

/**
 * Decides whether the spectral radius of a second-moment map K is below 1, K being any that maps
 * positive semi-definite matrices to such: solves X − KX = S, S positive definite, until what X −
 * KX really is is positive definite. Then the radius is below 1 if X is positive definite too, and
 * not if it is not. If K is self-adjoint in some inner product, a subspace on which I − K is not
 * positive refutes it sooner. All answers are proofs up to rounding.
 */
final class LyapunovCriterion {
  /** From here on a radius that no longer changes by this share may be presumed. */
  private static final double PRESUMED_RADIUS = 1.01;

  private static final double SETTLED = 1e-2;

  /** How often a full space is reduced before memory is blamed. */
  private static final int RESTARTS = 8;

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

  /**
   * Decides.
   *
   * @param space what is known of the minimum; it grows
   * @param gain κ of the map
   * @param p the batch factor
   * @param mayPresume whether a radius far above 1 need not be proved if K is not self-adjoint:
   *     there I − K has many eigenvalues on both sides of 0, and a solution takes long
   */
  static Answer of(
      MomentSpace space, NoiseGain gain, double p, Spending spending, boolean mayPresume) {
    if (space.isCrowded()) {
      space.makeRoom(p, new double[0]);
    }
    MomentEquation equation = new MomentEquation(space, gain, p);
    double radius = 0;
    int restarts = 0;
    while (true) {
      if (equation.isProvedBeyond()) {
        return new Answer(false, true, equation.radius(), null);
      }
      boolean solved = equation.solve();
      if (solved && equation.isRemainderPositiveDefinite()) {
        return new Answer(equation.isSolutionPositiveDefinite(), true, equation.radius(), null);
      }
      if (space.isWhole()) {
        return new Answer(false, true, 1, null); // I − K is singular to rounding
      }
      if (mayPresume && !equation.isSymmetric()) {
        double last = radius;
        radius = equation.radius();
        if (radius > PRESUMED_RADIUS && Math.abs(radius - last) < SETTLED * radius) {
          return new Answer(false, false, radius, null);
        }
      }
      EnclosureStatus limit = spending.limit(space);
      if (solved && limit == EnclosureStatus.MEMORY_BUDGET && restarts++ < RESTARTS) {
        space.makeRoom(p, equation.weights());
        equation = new MomentEquation(space, gain, p);
        continue;
      }
      if (limit != null) {
        return Answer.none(limit);
      }
      if (!solved || !equation.extendSpace()) {
        return Answer.none(EnclosureStatus.ROUNDING_LIMIT);
      }
      spending.count();
    }
  }
}
