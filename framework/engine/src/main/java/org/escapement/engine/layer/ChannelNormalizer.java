package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * Takes each channel's mean μ away and scales by s = 1/√(σ² + ε). Both lie repeated for every row
 * where it is computed, and cross from the host only when they are given and others than the last
 * time.
 */
final class ChannelNormalizer {
  private final Compute compute;
  private final double epsilon;
  private final long channels;
  private final long count;
  private final ChannelImages images;

  private final Tensor mean;
  private final Tensor scale;

  /** Several numbers for each channel, and views of each. */
  private final Tensor numbers;

  private final Tensor center;
  private final Tensor deviations;
  private final Tensor squares;
  private final Tensor means;
  private final Tensor scales;

  /** What mean and scale hold; null if that is the rows' own. */
  private ChannelStatistics held;

  ChannelNormalizer(
      ChannelImages images,
      long channels,
      long positions,
      double epsilon,
      Layer.PassSetting setting) {
    this.compute = setting.compute();
    this.epsilon = epsilon;
    this.channels = channels;
    this.count = setting.rows() * positions;
    this.images = images;
    mean = setting.buffer(channels);
    scale = setting.buffer(channels);
    numbers = setting.buffer(1, 5 * channels);
    center = row(0);
    deviations = row(1);
    squares = row(2);
    means = row(3);
    scales = row(4);
  }

  private Tensor row(int i) {
    return numbers.columns(i * channels, (i + 1) * channels);
  }

  /** s, for each row and channel. */
  Tensor scale() {
    return scale;
  }

  /** Normalises by given statistics from now on. */
  void use(ChannelStatistics statistics) {
    if (held == statistics) {
      return;
    }
    double[] scalesNow = statistics.variances();
    for (int c = 0; c < scalesNow.length; c++) {
      scalesNow[c] = 1 / Math.sqrt(scalesNow[c] + epsilon);
    }
    compute.write(statistics.means(), means);
    compute.write(scalesNow, scales);
    repeat();
    held = statistics;
  }

  private void repeat() {
    images.repeat(means, mean);
    images.repeat(scales, scale);
  }

  /**
   * Normalises by the statistics of some rows from now on, which are not brought to the host.
   * Deviations are summed from a center that is as right as the type can hold the mean, and it is
   * then put right in double.
   *
   * @param differences of the shape of {@code input}, overwritten
   * @param scratch of the shape of {@code input}, overwritten
   * @param sums a number for each row and channel, overwritten
   */
  void useOwn(Tensor input, Tensor differences, Tensor scratch, Tensor sums) {
    held = null;
    compute.fill(numbers, 0);
    addTotals(input, sums, center);
    compute.divide(center, count, center);
    images.repeat(center, mean);
    images.subtract(input, mean, differences);
    compute.multiplyEntries(differences, differences, scratch);
    addTotals(differences, sums, deviations);
    addTotals(scratch, sums, squares);
    compute.copy(center, means);
    compute.moments(deviations, squares, count, epsilon, means, scales);
    repeat();
  }

  private void addTotals(Tensor input, Tensor sums, Tensor totals) {
    images.sumPositions(input, sums);
    images.addTotals(sums, totals, 1);
  }

  /** What is normalised by. */
  ChannelStatistics statistics() {
    if (held != null) {
      return held;
    }
    double[] found = read(center);
    double[] sum = read(deviations);
    double[] ofSquares = read(squares);
    for (int c = 0; c < found.length; c++) {
      found[c] += sum[c] / count;
      ofSquares[c] = Math.max(0, ofSquares[c] - sum[c] * sum[c] / count);
    }
    return new ChannelStatistics(count, found, ofSquares);
  }

  private double[] read(Tensor row) {
    double[] values = new double[(int) channels];
    compute.read(row, values);
    return values;
  }

  /** {@code out = s (images − μ)}. */
  void apply(Tensor input, Tensor out) {
    images.subtract(input, mean, out);
    images.scale(out, scale, out);
  }

  /**
   * Means over the batch of numbers for each row and channel, times −1, repeated for every row.
   *
   * @param out overwritten
   */
  void negativeMeans(Tensor values, Tensor out) {
    compute.fill(means, 0);
    images.addTotals(values, means, -1.0 / count);
    images.repeat(means, out);
  }

  void close() {
    Tensor.close(mean, scale, numbers);
  }
}
