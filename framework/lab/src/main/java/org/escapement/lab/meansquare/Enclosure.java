package org.escapement.lab.meansquare;

/**
 * Two bounds between which a number lies.
 *
 * @param lower the largest number it was proved not to be below
 * @param upper the smallest number it was proved not to be above; may be infinite
 * @param applications of a moment operator that were spent
 * @param status why the bounds are no closer
 */
public record Enclosure(double lower, double upper, int applications, EnclosureStatus status) {
  /** A number known exactly. */
  static Enclosure exact(double value) {
    return new Enclosure(value, value, 0, EnclosureStatus.CONVERGED);
  }

  /** Whether the tolerance was met. */
  public boolean converged() {
    return status == EnclosureStatus.CONVERGED;
  }

  /** The middle; the finite bound where only one is. */
  public double value() {
    return Double.isInfinite(upper) ? lower : lower + (upper - lower) / 2;
  }

  /** The enclosure of c/x for the x enclosed here, which is positive. */
  Enclosure reciprocal(double numerator) {
    return new Enclosure(numerator / upper, numerator / lower, applications, status);
  }
}
