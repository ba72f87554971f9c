package org.escapement.lab.escape;

/**
 * How escape is tried.
 *
 * @param perturbation length of the displacement from the minimum, in parameter units; 0 for none
 * @param direction of the displacement
 * @param trials independent runs
 * @param horizon steps after which a run that has not left counts as having stayed
 * @param distance how far from the minimum a run has escaped, in parameter units
 * @param recordEvery steps between two records of a run; 0 for no records
 * @param recordSharpness whether a record has the sharpness
 */
public record EscapePlan(
    double perturbation,
    Direction direction,
    int trials,
    long horizon,
    double distance,
    long recordEvery,
    boolean recordSharpness) {
  /** The default distance as a share of the minimum's norm, and its least value. */
  private static final double NORM_SHARE = 0.1;

  /** The distance for a minimum whose norm is given, where the user chose none. */
  public static double defaultDistance(double norm) {
    return Math.max(NORM_SHARE, NORM_SHARE * norm);
  }

  /** Trials without records. */
  public static EscapePlan of(double perturbation, int trials, long horizon, double distance) {
    return new EscapePlan(perturbation, Direction.RANDOM, trials, horizon, distance, 0, false);
  }
}
