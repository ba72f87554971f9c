package org.escapement.benchmarks;

/** A least-squares fit of log y = c + e log x. */
final class PowerLaw {
  private PowerLaw() {}

  /** The exponent e. */
  static double exponent(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += Math.log(x[i]) / x.length;
      meanY += Math.log(y[i]) / x.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      double deviation = Math.log(x[i]) - meanX;
      covariance += deviation * (Math.log(y[i]) - meanY);
      variance += deviation * deviation;
    }
    return covariance / variance;
  }
}
