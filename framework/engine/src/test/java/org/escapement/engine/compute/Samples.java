package org.escapement.engine.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.buffer.DataType;

/** Random tensors for one trial, each with the numbers that it should hold. */
public final class Samples implements AutoCloseable {
  /** Around the sizes at which blocks, warps and tiles end. */
  private static final int[] SIZES = {
    1, 1, 2, 3, 4, 5, 8, 16, 17, 31, 32, 33, 63, 64, 65, 100, 130
  };

  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0
  };

  private final Compute compute;
  private final DataType type;
  private final SplittableRandom random;
  private final List<Sample> samples = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();

  Samples(Compute compute, DataType type, SplittableRandom random) {
    this.compute = compute;
    this.type = type;
    this.random = random;
  }

  DataType type() {
    return type;
  }

  SplittableRandom random() {
    return random;
  }

  /** The rounding unit of the type, twice. */
  double epsilon() {
    return type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1.0f);
  }

  /** A random size, one at least. */
  int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  /** A random size up to a bound. */
  int size(int most) {
    return 1 + random.nextInt(most);
  }

  /** A number that the type holds, between −1 and 1 or so. */
  double number() {
    return rounded(random.nextDouble(-1, 1));
  }

  double rounded(double value) {
    return type == DataType.DOUBLE ? value : (float) value;
  }

  /** A tensor without gaps, which may be part of a larger one. */
  Sample contiguous(int rows, int columns) {
    return sample(rows, columns, random.nextInt(3), this::number);
  }

  /** A tensor that may have gaps between rows. */
  Sample any(int rows, int columns) {
    return sample(rows, columns, random.nextInt(5), this::number);
  }

  /** A tensor of which some entries are NaN, infinite or zeros of either sign. */
  Sample special(int rows, int columns) {
    return sample(
        rows,
        columns,
        random.nextInt(5),
        () -> random.nextInt(4) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : number());
  }

  /** A tensor that holds nothing but NaN, to be overwritten. */
  Sample unset(int rows, int columns) {
    return sample(rows, columns, random.nextInt(5), () -> Double.NaN);
  }

  /** Likewise without gaps. */
  Sample unsetContiguous(int rows, int columns) {
    return sample(rows, columns, random.nextInt(3), () -> Double.NaN);
  }

  /** A tensor of given entries that owns its memory. */
  Sample of(double[][] values) {
    Sample sample = sample(values.length, values[0].length, 0, () -> 0);
    sample.set(values);
    return sample;
  }

  /** Closes something when the trial ends. */
  <T extends AutoCloseable> T closing(T other) {
    others.add(other);
    return other;
  }

  private Sample sample(int rows, int columns, int kind, DoubleSupplier entries) {
    int above = kind == 0 ? 0 : random.nextInt(3);
    int below = kind == 0 ? 0 : random.nextInt(3);
    int left = kind < 3 ? 0 : random.nextInt(4);
    int right = kind < 3 ? 0 : 1 + random.nextInt(3);
    Tensor whole = compute.zeros(type, above + rows + below, left + columns + right);
    double[] surroundings = new double[(int) whole.length()];
    Arrays.setAll(surroundings, i -> number());
    compute.write(surroundings, whole);
    Tensor view =
        switch (kind) {
          case 0 -> whole;
          case 1 -> whole.rows(above, above + rows);
          case 2 -> whole.part((long) above * columns, rows, columns);
          case 3 -> whole.rows(above, above + rows).columns(left, left + columns);
          default -> whole.columns(left, left + columns).rows(above, above + rows);
        };
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, j -> rounded(entries.getAsDouble()));
    }
    Sample sample = new Sample(compute, whole, view, above, left, values);
    sample.set(values);
    samples.add(sample);
    return sample;
  }

  /** Fails unless all samples, and what lies around them, are as they should be. */
  void checkAll() {
    samples.forEach(Sample::check);
  }

  /** Fails unless these bits are those. */
  static void requireSameBits(double[][] expected, double[][] found) {
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        if (Double.doubleToLongBits(expected[i][j]) != Double.doubleToLongBits(found[i][j])) {
          throw new AssertionError(
              "entry " + i + ", " + j + " is " + found[i][j] + ", was " + expected[i][j]);
        }
      }
    }
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  /** Fails unless an action throws an exception of a type. */
  static void requireThrows(Class<? extends RuntimeException> expected, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException found) {
      require(expected.isInstance(found), "throws " + found + ", not " + expected.getSimpleName());
      return;
    }
    throw new AssertionError("throws nothing, not " + expected.getSimpleName());
  }

  @Override
  public void close() {
    for (AutoCloseable other : others) {
      try {
        other.close();
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
    samples.forEach(Sample::close);
  }
}
