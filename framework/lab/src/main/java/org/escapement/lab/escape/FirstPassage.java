package org.escapement.lab.escape;

import org.hipparchus.special.Erf;

/**
 * When a random walk first reaches a height: Brownian motion with drift λ and variance σ² a step,
 * whose time of first passage is inverse Gaussian (Schrödinger 1915).
 *
 * @param height ℓ, positive
 * @param drift λ, of either sign
 * @param variance σ²
 */
record FirstPassage(double height, double drift, double variance) {
  /** The probability that it is reached within a time. */
  double within(double time) {
    if (!(variance > 0)) {
      return drift * time >= height ? 1 : 0;
    }
    double spread = Math.sqrt(variance * time);
    double direct = normal((drift * time - height) / spread);
    double tail = normal(-(drift * time + height) / spread);
    // the factor may overflow where the tail is next to nothing
    return tail == 0
        ? direct
        : Math.min(1, direct + Math.exp(2 * drift * height / variance + Math.log(tail)));
  }

  private static double normal(double x) {
    return Erf.erfc(-x / Math.sqrt(2)) / 2;
  }
}
