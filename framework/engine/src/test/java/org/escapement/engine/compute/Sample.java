package org.escapement.engine.compute;

import java.util.Arrays;

/**
 * A tensor with what it should hold, and the larger tensor that it is a view of, of which nothing
 * else may change.
 */
final class Sample {
  private final Compute compute;
  private final Tensor whole;
  private final Tensor tensor;
  private final int above;
  private final int left;
  private double[][] values;
  private double[] around;

  /** By how much an entry may be off; null for nothing. */
  private double[][] bounds;

  /** Whether it may hold anything. */
  private boolean scratch;

  Sample(Compute compute, Tensor whole, Tensor tensor, int above, int left, double[][] values) {
    this.compute = compute;
    this.whole = whole;
    this.tensor = tensor;
    this.above = above;
    this.left = left;
    this.values = values;
  }

  Tensor tensor() {
    return tensor;
  }

  /** What it should hold. */
  double[][] values() {
    return values;
  }

  int rows() {
    return values.length;
  }

  int columns() {
    return values[0].length;
  }

  /** Writes numbers. */
  void set(double[][] numbers) {
    values = numbers;
    bounds = null;
    compute.write(flat(numbers), tensor);
    around = new double[(int) whole.length()];
    compute.read(whole, around);
  }

  /** What it holds. */
  double[][] read() {
    double[] entries = new double[rows() * columns()];
    compute.read(tensor, entries);
    double[][] result = new double[rows()][];
    for (int i = 0; i < rows(); i++) {
      result[i] = Arrays.copyOfRange(entries, i * columns(), (i + 1) * columns());
    }
    return result;
  }

  /** From now on it should hold these numbers. */
  void expect(double[][] numbers) {
    values = numbers;
    bounds = null;
  }

  /** From now on it should hold these numbers, to within bounds. */
  void expect(double[][] numbers, double[][] within) {
    values = numbers;
    bounds = within;
  }

  /** From now on it may hold anything. */
  void lose() {
    scratch = true;
  }

  /** Fails unless it holds what it should, and all around it is unchanged. */
  void check() {
    double[] now = new double[around.length];
    compute.read(whole, now);
    int width = (int) whole.columns();
    for (int at = 0; at < now.length; at++) {
      int i = at / width - above;
      int j = at % width - left;
      boolean inside = i >= 0 && i < rows() && j >= 0 && j < columns();
      if (!inside) {
        Samples.require(equal(around[at], now[at], 0), "wrote outside its view");
      } else if (!scratch) {
        double bound = bounds == null ? 0 : bounds[i][j];
        if (!equal(values[i][j], now[at], bound)) {
          throw new AssertionError(
              String.format(
                  "entry %d, %d of %d by %d is %.17g, not %.17g to within %.3g",
                  i, j, rows(), columns(), now[at], values[i][j], bound));
        }
      }
    }
  }

  private static boolean equal(double expected, double found, double bound) {
    return Double.isNaN(expected)
        ? Double.isNaN(found)
        : expected == found || Math.abs(expected - found) <= bound;
  }

  void close() {
    whole.close();
  }

  private static double[] flat(double[][] numbers) {
    return Arrays.stream(numbers).flatMapToDouble(Arrays::stream).toArray();
  }
}
