package org.escapement.lab.meansquare;

/**
 * When a run that escapes is to be expected at a distance: ln‖z‖ is a random walk with drift λ and
 * variance σ² a step, which passes a height ℓ after ℓ/λ steps with a standard deviation of
 * √(ℓσ²/λ³).
 *
 * @param meanSteps ℓ/λ
 * @param standardDeviation √(ℓσ²/λ³), in steps
 */
public record EscapePrediction(double meanSteps, double standardDeviation) {
  /**
   * Predicts.
   *
   * @param exponent λ, positive, and σ²
   * @param logRatio ℓ, the logarithm of the distance to reach over the distance at the start
   */
  public static EscapePrediction of(AlmostSureExponent exponent, double logRatio) {
    if (!(exponent.value() > 0 && logRatio > 0)) {
      throw new IllegalArgumentException(
          "exponent " + exponent.value() + " and ln ratio " + logRatio + ", must be positive");
    }
    double drift = exponent.value();
    return new EscapePrediction(
        logRatio / drift, Math.sqrt(logRatio * exponent.variance() / (drift * drift * drift)));
  }
}
