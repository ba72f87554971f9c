package org.escapement.lab.meansquare;

/**
 * A threshold or a growth rate.
 *
 * @param keptModes the number for the modes that were kept
 * @param meaning what that says of all modes
 * @param lower what is proved for all modes: the number is not smaller; 0 if nothing is
 * @param upper what is proved for all modes: the number is not larger; infinite if nothing is
 */
public record Bounds(Enclosure keptModes, Meaning meaning, double lower, double upper) {
  /**
   * The same, the number being known from elsewhere not to be smaller than another: a critical
   * learning rate of gradient steps than that of {@link SufficientRate}.
   */
  public Bounds andAtLeast(double other) {
    return new Bounds(keptModes, meaning, Math.max(lower, other), upper);
  }

  static Bounds exact(Enclosure enclosure) {
    return new Bounds(enclosure, Meaning.EXACT, enclosure.lower(), enclosure.upper());
  }

  static Bounds atMost(Enclosure keptModes) {
    return new Bounds(keptModes, Meaning.UPPER_BOUND, 0, keptModes.upper());
  }

  static Bounds atLeast(Enclosure keptModes) {
    return new Bounds(keptModes, Meaning.LOWER_BOUND, keptModes.lower(), Double.POSITIVE_INFINITY);
  }

  static Bounds estimate(Enclosure keptModes, double lower, double upper) {
    return new Bounds(keptModes, Meaning.ESTIMATE, lower, upper);
  }
}
