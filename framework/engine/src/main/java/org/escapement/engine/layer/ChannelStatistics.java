package org.escapement.engine.layer;

/** Means and biased variances of the channels of a set of examples, in double. */
public final class ChannelStatistics {
  private final long count;
  private final double[] means;
  private final double[] squares;

  /**
   * @param count entries of each channel, over all examples and positions
   * @param means of each channel
   * @param squares sums of each channel's squared deviations from its mean
   */
  ChannelStatistics(long count, double[] means, double[] squares) {
    this.count = count;
    this.means = means;
    this.squares = squares;
  }

  /** The statistics of this set and another together (Chan, Golub &amp; LeVeque 1979). */
  public ChannelStatistics merge(ChannelStatistics other) {
    long total = count + other.count;
    double[] mergedMeans = new double[means.length];
    double[] mergedSquares = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      double difference = other.means[c] - means[c];
      mergedMeans[c] = means[c] + difference * other.count / total;
      mergedSquares[c] =
          squares[c] + other.squares[c] + difference * difference * count * other.count / total;
    }
    return new ChannelStatistics(total, mergedMeans, mergedSquares);
  }

  /** The means of the channels. */
  public double[] means() {
    return means.clone();
  }

  /** The variances of the channels: mean squared deviations. */
  public double[] variances() {
    double[] variances = new double[squares.length];
    for (int c = 0; c < variances.length; c++) {
      variances[c] = squares[c] / count;
    }
    return variances;
  }
}
