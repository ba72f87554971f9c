package org.escapement.lab.statistics;

/**
 * Mean and long-run variance of a stationary sequence by means over blocks. Whenever the table of
 * blocks is full, neighbours are merged, so that blocks grow with the sequence and become
 * independent.
 */
public final class BatchMeans {
  private static final int BLOCKS = 128;

  private final double[] sums = new double[BLOCKS];
  private int complete;
  private long blockLength = 1;
  private double partial;
  private long inPartial;
  private double total;
  private long count;

  /** Takes in the next term. */
  public void add(double value) {
    total += value;
    count++;
    partial += value;
    if (++inPartial < blockLength) {
      return;
    }
    sums[complete++] = partial;
    partial = 0;
    inPartial = 0;
    if (complete == BLOCKS) {
      for (int i = 0; i < BLOCKS / 2; i++) {
        sums[i] = sums[2 * i] + sums[2 * i + 1];
      }
      complete = BLOCKS / 2;
      blockLength *= 2;
    }
  }

  /** How many terms there were. */
  public long count() {
    return count;
  }

  /** Their mean. */
  public double mean() {
    return total / count;
  }

  /**
   * σ², by which the sum of t terms varies as tσ²: the larger of the estimates from the blocks and
   * from pairs of them, because blocks that are too short make it too small. NaN with few blocks.
   */
  public double longRunVariance() {
    return complete < BLOCKS / 2 ? Double.NaN : Math.max(variance(1), variance(2));
  }

  /** The standard error of the mean. */
  public double standardError() {
    return Math.sqrt(longRunVariance() / count);
  }

  private double variance(int merged) {
    int groups = complete / merged;
    double mean = 0;
    for (int i = 0; i < groups * merged; i++) {
      mean += sums[i] / groups;
    }
    double square = 0;
    for (int group = 0; group < groups; group++) {
      double sum = 0;
      for (int i = 0; i < merged; i++) {
        sum += sums[group * merged + i];
      }
      square += (sum - mean) * (sum - mean);
    }
    return square / (groups - 1) / (merged * blockLength);
  }
}
