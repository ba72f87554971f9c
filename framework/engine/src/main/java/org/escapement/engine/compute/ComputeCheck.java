package org.escapement.engine.compute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Whether a {@link Compute} computes at all, on numbers whose results are known: a library may load
 * and yet have no code for the card, or work on memory that is not where it looks. A few
 * milliseconds before a run; the tests of every primitive are elsewhere.
 */
public final class ComputeCheck {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;
  private static final double TOLERANCE = 1e-4;

  /** Rows of a product that is worth a card's tensor cores. */
  private static final int LARGE = 256;

  /** Bits after the binary point that TF32, of ten, and products of floats for doubles cut off. */
  private static final double FLOAT_TAIL = 0x1p-12;

  private static final double DOUBLE_TAIL = 0x1p-40;

  private final Compute compute;
  private final DataType type;
  private final List<String> wrong = new ArrayList<>();

  private ComputeCheck(Compute compute, DataType type) {
    this.compute = compute;
    this.type = type;
  }

  /** The primitives that gave wrong results, with the type; none if all is well. */
  public static List<String> wrong(Compute compute) {
    List<String> wrong = new ArrayList<>();
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      ComputeCheck check = new ComputeCheck(compute, type);
      check.matrices();
      check.precision();
      check.images();
      check.wrong.forEach(name -> wrong.add(name + " (" + type + ")"));
    }
    return wrong;
  }

  private static double entry(int index) {
    return (index * 37 % 23 - 11) / 8.0; // exact in float
  }

  private static double[] numbers(int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = entry(i);
    }
    return numbers;
  }

  private Tensor tensor(int rows, int columns) {
    Tensor tensor = compute.zeros(type, rows, columns);
    compute.write(numbers(rows * columns), tensor);
    return tensor;
  }

  private void matrices() {
    double[] a = numbers(ROWS * COLUMNS);
    double[] product = new double[ROWS * ROWS];
    double[] dots = new double[ROWS];
    double[] relu = new double[a.length];
    double[] sums = new double[COLUMNS];
    double[] last = new double[COLUMNS];
    double norm = 0;
    for (int i = 0; i < ROWS; i++) {
      for (int k = 0; k < COLUMNS; k++) {
        double own = a[i * COLUMNS + k];
        for (int j = 0; j < ROWS; j++) {
          product[i * ROWS + j] += own * a[j * COLUMNS + k];
        }
        dots[i] += own * own;
        relu[i * COLUMNS + k] = Math.max(own, 0);
        sums[k] += own;
        last[k] = a[(ROWS - 1) * COLUMNS + k];
        norm += own * own;
      }
    }
    Tensor x = tensor(ROWS, COLUMNS);
    Tensor y = compute.zeros(type, ROWS, COLUMNS);
    Tensor square = compute.zeros(type, ROWS, ROWS);
    Tensor column = compute.zeros(type, ROWS, 1);
    Tensor row = compute.zeros(type, 1, COLUMNS);
    try {
      compute.multiply(x, false, x, true, square, 1, 0);
      require("matrix products", square, product);
      compute.rowDots(x, x, y, column);
      require("inner products of rows", column, dots);
      compute.value(Nonlinearity.RELU, x, y, null);
      require("nonlinearities", y, relu);
      compute.addColumnSums(1, x, row);
      require("sums of columns", row, sums);
      compute.gatherRows(x, new int[] {ROWS - 1}, row);
      require("gathered rows", row, last);
      require("inner products", new double[] {compute.dot(x, x)}, new double[] {norm}, TOLERANCE);
    } finally {
      Tensor.close(x, y, square, column, row);
    }
  }

  /** Whether factors keep all their bits: settings outside of this process can shorten them. */
  private void precision() {
    double tail = type == DataType.FLOAT ? FLOAT_TAIL : DOUBLE_TAIL;
    double[] expected = new double[LARGE * LARGE];
    Arrays.fill(expected, LARGE * (1 + 2 * tail));
    Tensor x = compute.zeros(type, LARGE, LARGE);
    Tensor square = compute.zeros(type, LARGE, LARGE);
    try {
      compute.fill(x, 1 + tail);
      compute.multiply(x, false, x, true, square, 1, 0);
      require("matrix products in full precision", square, expected, tail / 4);
    } finally {
      Tensor.close(x, square);
    }
  }

  /** A window over two channels of three by three, which sums all up or takes the greatest. */
  private void images() {
    int channels = 2;
    int side = 3;
    int inputs = channels * side * side;
    double[] image = numbers(inputs);
    double sum = 0;
    double[] greatest = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < inputs; i++) {
      sum += image[i];
      greatest[i / (side * side)] = Math.max(greatest[i / (side * side)], image[i]);
    }
    Window2d window = new Window2d(channels, side, side, side, 1, 0);
    Tensor images = tensor(1, inputs);
    Tensor kernel = compute.zeros(type, 1, inputs);
    Tensor out = compute.zeros(type, 1, 1);
    Tensor pooled = compute.zeros(type, 1, channels);
    try (Convolution convolution = compute.convolution(window, 1, type);
        MaximumPooling pooling = compute.maximumPooling(window, 1, type)) {
      compute.fill(kernel, 1);
      convolution.apply(new Tensor[] {kernel}, images, out);
      require("convolutions", out, new double[] {sum});
      pooling.choose(images, pooled);
      require("maxima of images", pooled, greatest);
    } finally {
      Tensor.close(images, kernel, out, pooled);
    }
  }

  private void require(String name, Tensor found, double[] expected) {
    require(name, found, expected, TOLERANCE);
  }

  private void require(String name, Tensor found, double[] expected, double tolerance) {
    double[] values = new double[expected.length];
    compute.read(found, values);
    require(name, values, expected, tolerance);
  }

  private void require(String name, double[] found, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      // a NaN is no near miss
      if (!(Math.abs(found[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
        wrong.add(name);
        return;
      }
    }
  }
}
