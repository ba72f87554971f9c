package org.escapement.lab.escape;

import java.util.Optional;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.EscapePrediction;

/**
 * ln‖z‖ as Brownian motion with drift λ and variance σ² a step, which has to climb ℓ = ln(distance
 * / start): what holds for long climbs, whose first steps do not count.
 *
 * @param exponent λ and σ²
 * @param start the distance at which the climb begins, the geometric mean where that is by chance
 * @param distance at which it ends
 * @param projection what share of the displacement climbs; empty where that is not by chance
 */
record Climb(
    AlmostSureExponent exponent,
    double start,
    double distance,
    Optional<RandomProjection> projection) {
  private double height() {
    return Math.log(distance / start);
  }

  /** The mean time and its spread, that of the start included; λ must be positive. */
  EscapePrediction time() {
    EscapePrediction walk = EscapePrediction.of(exponent, height());
    double begins = Math.sqrt(projection.map(RandomProjection::variance).orElse(0.0));
    return new EscapePrediction(
        walk.meanSteps(), Math.hypot(walk.standardDeviation(), begins / exponent.value()));
  }

  /** The probability that it ends within so many steps, for any λ. */
  double within(long steps) {
    double drift = exponent.value();
    double variance = exponent.variance();
    if (projection.isEmpty()) {
      return new FirstPassage(height(), drift, variance).within(steps);
    }
    RandomProjection part = projection.get();
    double middle = part.meanLogarithm();
    if (!(variance > 0)) {
      return part.exceeds(middle + height() - Math.max(0, drift * steps));
    }
    return part.mean(
        logarithm -> {
          double left = height() + middle - logarithm;
          return left > 0 ? new FirstPassage(left, drift, variance).within(steps) : 1;
        });
  }
}
