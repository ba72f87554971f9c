package org.escapement.lab.meansquare;

/**
 * Decides whether the spectral radius of a second-moment map K is below 1, K being any that maps
 * positive semi-definite matrices to such: solves X − KX = I until what X − KX really is is
 * positive definite. Then the radius is below 1 if X is positive definite too, and not if it is
 * not. Both answers are proofs up to rounding.
 */
final class LyapunovCriterion {
  private LyapunovCriterion() {}

  /**
   * The answer.
   *
   * @param below whether the radius is below 1; meaningless if {@code limit} is given
   * @param radius an estimate of it, good near 1
   * @param limit why there is no answer, or null
   */
  record Answer(boolean below, double radius, EnclosureStatus limit) {
    /** A proof without an estimate. */
    static Answer beyond() {
      return new Answer(false, Double.POSITIVE_INFINITY, null);
    }

    private static Answer none(EnclosureStatus limit) {
      return new Answer(false, Double.NaN, limit);
    }
  }

  /**
   * Decides.
   *
   * @param space what is known of the minimum; it grows
   * @param gain κ of the map
   * @param p the batch factor
   */
  static Answer of(MomentSpace space, NoiseGain gain, double p, Spending spending) {
    space.makeRoom();
    try (MomentEquation equation = new MomentEquation(space, gain, p)) {
      boolean solved = space.size() > 0 && equation.solve();
      while (true) {
        if (solved && equation.isRemainderPositiveDefinite()) {
          return new Answer(equation.isSolutionPositiveDefinite(), equation.radius(), null);
        }
        if (space.isWhole()) {
          return new Answer(false, 1, null); // I − K is singular to rounding
        }
        EnclosureStatus limit = spending.limit(space);
        if (limit != null) {
          return Answer.none(limit);
        }
        equation.extendSpace();
        spending.count();
        if (!equation.solve()) {
          return Answer.none(EnclosureStatus.ROUNDING_LIMIT);
        }
        solved = true;
      }
    }
  }
}
