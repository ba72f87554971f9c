package org.escapement.lab.escape;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Beta;
import org.hipparchus.special.Gamma;

/**
 * The length of the part of a random unit vector that lies in some of its dimensions. Its square
 * has the beta distribution with parameters r/2 and (p − r)/2.
 *
 * @param modes r, at least 1
 * @param dimension p, at least r; where it is r the length is 1
 */
public record RandomProjection(long modes, long dimension) {
  /** Standard deviations of the logarithm to either side that averages are taken over. */
  private static final double RANGE = 12;

  /** Cells of such an average for each standard deviation. */
  private static final int CELLS = 25;

  /** The mean of its logarithm: ½(ψ(r/2) − ψ(p/2)). */
  double meanLogarithm() {
    return modes == dimension
        ? 0
        : (Gamma.digamma(modes / 2.0) - Gamma.digamma(dimension / 2.0)) / 2;
  }

  /** The variance of its logarithm: ¼(ψ′(r/2) − ψ′(p/2)). */
  double variance() {
    return modes == dimension
        ? 0
        : (Gamma.trigamma(modes / 2.0) - Gamma.trigamma(dimension / 2.0)) / 4;
  }

  /** The probability that its logarithm is larger. */
  double exceeds(double logarithm) {
    if (logarithm >= 0 || modes == dimension) {
      return logarithm < 0 ? 1 : 0;
    }
    return 1
        - Beta.regularizedBeta(Math.exp(2 * logarithm), modes / 2.0, (dimension - modes) / 2.0);
  }

  /** The mean of a smooth bounded function of its logarithm, by the midpoint rule. */
  double mean(DoubleUnaryOperator function) {
    double centre = meanLogarithm();
    double deviation = Math.sqrt(variance());
    if (!(deviation > 0)) {
      return function.applyAsDouble(centre);
    }
    double width = deviation / CELLS;
    double sum = 0;
    double above = 1;
    double low = centre - RANGE * deviation;
    for (int cell = 0; above > 0 && low < 0; cell++) {
      double high = centre - RANGE * deviation + (cell + 1) * width;
      double next = exceeds(high);
      sum += (above - next) * function.applyAsDouble(low + width / 2);
      above = next;
      low = high;
    }
    return sum;
  }
}
