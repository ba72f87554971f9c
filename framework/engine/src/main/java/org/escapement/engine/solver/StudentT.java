package org.escapement.engine.solver;

import org.hipparchus.special.Beta;

/** Quantiles of Student's t distribution. */
final class StudentT {
  private StudentT() {}

  /**
   * The t with P(|T| ≤ t) = confidence.
   *
   * @param degrees of freedom
   * @param confidence between 0 and 1
   */
  static double twoSided(int degrees, double confidence) {
    // P(|T| > t) = I_x(ν/2, 1/2) with x = ν / (ν + t²), rising in x
    double low = 0;
    double high = 1;
    while (true) {
      double x = (low + high) / 2;
      if (x == low || x == high) {
        return Math.sqrt(degrees * (1 - x) / x);
      }
      if (Beta.regularizedBeta(x, degrees / 2.0, 0.5) < 1 - confidence) {
        low = x;
      } else {
        high = x;
      }
    }
  }
}
