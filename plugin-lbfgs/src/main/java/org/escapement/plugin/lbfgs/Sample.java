package org.escapement.plugin.lbfgs;

/**
 * The loss along a search direction at one length of the step.
 *
 * @param length α, in units of the direction
 * @param value φ(α)
 * @param slope φ'(α)
 */
record Sample(double length, double value, double slope) {
  /** Whether a search can make use of it. */
  boolean isFinite() {
    return Double.isFinite(value) && Double.isFinite(slope);
  }

  /** The sample of φ(α) − α·{@code by}. */
  Sample tilted(double by) {
    return new Sample(length, value - length * by, slope - by);
  }
}
