package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Takes each channel's mean μ away and scales by s = 1/√(σ² + ε). Both lie repeated for every row
 * where it is computed, and cross from the host only when they are others than the last time.
 */
final class ChannelNormalizer {
  private final Compute compute;
  private final double epsilon;
  private final long channels;
  private final long count;
  private final ChannelImages images;

  private final Tensor mean;
  private final Tensor scale;

  /** Two numbers for each channel on their way. */
  private final Tensor numbers;

  private final Tensor first;
  private final Tensor second;

  /** Those that mean and scale hold. */
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
    numbers = setting.buffer(1, 2 * channels);
    first = numbers.columns(0, channels);
    second = numbers.columns(channels, 2 * channels);
  }

  /** s, for each row and channel. */
  Tensor scale() {
    return scale;
  }

  /** Sets what to normalise by. */
  void use(ChannelStatistics statistics) {
    if (held == statistics) {
      return;
    }
    double[] means = statistics.means();
    double[] both = new double[2 * means.length];
    double[] variances = statistics.variances();
    for (int c = 0; c < means.length; c++) {
      both[c] = means[c];
      both[means.length + c] = 1 / Math.sqrt(variances[c] + epsilon);
    }
    compute.write(both, numbers);
    images.repeat(first, mean);
    images.repeat(second, scale);
    held = statistics;
  }

  /** {@code out = s (images − μ)}. */
  void apply(Tensor input, Tensor out) {
    images.subtract(input, mean, out);
    images.scale(out, scale, out);
  }

  /**
   * The statistics of rows. Deviations are summed from a mean that is as right as the type can hold
   * it, and it is then put right in double.
   *
   * @param deviations of the shape of {@code input}, overwritten
   * @param scratch of the shape of {@code input}, overwritten
   * @param sums a number for each row and channel, overwritten
   */
  ChannelStatistics statistics(Tensor input, Tensor deviations, Tensor scratch, Tensor sums) {
    held = null;
    compute.fill(numbers, 0);
    addTotals(input, sums, first);
    double[] totals = read();
    double[] means = new double[(int) channels];
    for (int c = 0; c < means.length; c++) {
      means[c] = rounded(totals[c] / count, input.type());
      totals[c] = means[c];
    }
    compute.write(totals, numbers);
    images.repeat(first, mean);
    images.subtract(input, mean, deviations);
    compute.multiplyEntries(deviations, deviations, scratch);
    compute.fill(numbers, 0);
    addTotals(deviations, sums, first);
    addTotals(scratch, sums, second);
    totals = read();
    double[] squares = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      double deviation = totals[c];
      means[c] += deviation / count;
      squares[c] = Math.max(0, totals[means.length + c] - deviation * deviation / count);
    }
    return new ChannelStatistics(count, means, squares);
  }

  private static double rounded(double number, DataType type) {
    return type == DataType.FLOAT ? (float) number : number;
  }

  private void addTotals(Tensor input, Tensor sums, Tensor totals) {
    images.sumPositions(input, sums);
    images.addTotals(sums, totals, 1);
  }

  private double[] read() {
    double[] values = new double[(int) (2 * channels)];
    compute.read(numbers, values);
    return values;
  }

  /**
   * Means over the batch of numbers for each row and channel, times −1, repeated for every row.
   *
   * @param out overwritten
   */
  void negativeMeans(Tensor values, Tensor out) {
    compute.fill(first, 0);
    images.addTotals(values, first, -1.0 / count);
    images.repeat(first, out);
  }

  void close() {
    Tensor.close(mean, scale, numbers);
  }
}
