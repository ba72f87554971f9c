package org.escapement.lab.meansquare;

/**
 * The way from a displacement to a distance from the minimum, both in parameter units.
 *
 * @param displacement ε, the length of the displacement
 * @param random whether its direction is uniform on the sphere; otherwise it is H's leading
 *     eigenvector
 * @param dimension p, of the sphere
 * @param distance δ, larger than the displacement
 * @param expectedSteps about how many steps it takes, which tells what a simulation will cost
 */
public record Passage(
    double displacement, boolean random, long dimension, double distance, double expectedSteps) {
  /** Checks the lengths. */
  public Passage {
    if (!(displacement > 0 && distance > displacement && Double.isFinite(distance))) {
      throw new IllegalArgumentException(
          "from " + displacement + " to " + distance + ", must be a way outwards");
    }
  }
}
