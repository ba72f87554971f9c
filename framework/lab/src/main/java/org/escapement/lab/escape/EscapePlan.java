package org.escapement.lab.escape;

/**
 * How escape is tried.
 *
 * @param perturbation length of the random displacement from the minimum, in parameter units
 * @param trials independent runs
 * @param maxIterations steps after which a run that has not left counts as having stayed
 * @param distance how far from the minimum a run has escaped, in parameter units
 */
public record EscapePlan(double perturbation, int trials, long maxIterations, double distance) {
  /** The default distance as a share of the minimum's norm, and its least value. */
  private static final double NORM_SHARE = 0.1;

  /** The distance for a minimum whose norm is given, where the user chose none. */
  public static double defaultDistance(double norm) {
    return Math.max(NORM_SHARE, NORM_SHARE * norm);
  }
}
