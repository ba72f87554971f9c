package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.escapement.engine.compute.Window2d;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The products of a convolution, shared kernels and each example's own, against their definitions.
 */
class PatchProductsTest {
  private static final int ROWS = 5;
  private static final double WEIGHT = 0.3;

  private record Case(Window2d window, int outputs, DataType type, boolean bias) {
    Case(Window2d window, int outputs, DataType type) {
      this(window, outputs, type, true);
    }

    double tolerance() {
      return type == DataType.FLOAT ? 2e-6 : 4e-15;
    }

    INDArray images(Random random) {
      return random(random, ROWS, window.inputs());
    }

    INDArray deltas(Random random) {
      return random(random, ROWS, outputs * window.positions());
    }

    INDArray[] kernel(Random random) {
      INDArray weight = random(random, outputs, window.patch());
      return bias ? new INDArray[] {weight, random(random, 1, outputs)} : new INDArray[] {weight};
    }

    /** Of a kernel; zeros where it has none. */
    double[] biases(INDArray[] kernel) {
      return bias ? kernel[1].toDoubleVector() : new double[outputs];
    }

    /** Rows within a larger array, as a piece of a data set is. */
    private INDArray random(Random random, long rows, long columns) {
      double[] values = random.doubles((rows + 3) * columns, -1, 1).toArray();
      INDArray whole = Nd4j.createFromArray(values).castTo(type).reshape('c', rows + 3, columns);
      return Tensors.rows(whole, 2, 2 + rows);
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      cases.add(new Case(new Window2d(3, 6, 5, 3, 1, 1), 4, type));
      cases.add(new Case(new Window2d(2, 7, 4, 2, 1, 0), 3, type));
      cases.add(new Case(new Window2d(2, 8, 9, 3, 2, 1), 5, type));
      cases.add(new Case(new Window2d(1, 9, 7, 2, 3, 0), 1, type));
      cases.add(new Case(new Window2d(2, 5, 4, 4, 3, 2), 3, type));
      cases.add(new Case(new Window2d(4, 3, 2, 1, 1, 0), 6, type));
      cases.add(new Case(new Window2d(2, 2, 3, 1, 2, 2), 2, type));
      cases.add(new Case(new Window2d(3, 1, 1, 3, 1, 1), 2, type));
      cases.add(new Case(new Window2d(1, 2, 2, 5, 1, 3), 2, type));
      cases.add(new Case(new Window2d(3, 6, 5, 3, 1, 1), 4, type, false));
      cases.add(new Case(new Window2d(2, 8, 9, 3, 2, 1), 5, type, false));
      // beyond what one call to BLAS may take
      cases.add(new Case(new Window2d(20, 13, 11, 3, 1, 1), 70, type));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aKernelIsAppliedToEveryPatch(Case set) {
    Random random = new Random(1);
    INDArray images = set.images(random);
    INDArray tangents = set.images(random);
    INDArray[] kernel = set.kernel(random);
    INDArray out = set.deltas(random);
    INDArray sum = set.deltas(random);
    try (PatchProducts products = new PatchProducts(set.window(), set.outputs(), set.type())) {
      products.apply(kernel, images, out);
      sum.assign(out);
      products.addLinear(kernel, tangents, sum);
    }
    NaivePatches naive = new NaivePatches(set.window());
    double[][] weight = kernel[0].toDoubleMatrix();
    double[] bias = set.biases(kernel);
    for (int i = 0; i < ROWS; i++) {
      double[] expected = naive.apply(weight, bias, row(images, i));
      assertClose(row(out, i), expected, set.tolerance());
      double[] more = naive.apply(weight, new double[set.outputs()], row(tangents, i));
      assertClose(row(sum, i), sum(expected, more), set.tolerance());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTransposeAddsUpWherePatchesOverlap(Case set) {
    Random random = new Random(2);
    INDArray deltas = set.deltas(random);
    INDArray[] kernel = set.kernel(random);
    INDArray images = set.images(random);
    INDArray added = set.images(random);
    INDArray before = added.dup();
    try (PatchProducts products = new PatchProducts(set.window(), set.outputs(), set.type())) {
      products.applyTransposed(kernel, deltas, images, false);
      products.applyTransposed(kernel, deltas, added, true);
    }
    NaivePatches naive = new NaivePatches(set.window());
    double[][] weight = kernel[0].toDoubleMatrix();
    for (int i = 0; i < ROWS; i++) {
      double[] expected = naive.applyTransposed(weight, row(deltas, i));
      assertClose(row(images, i), expected, set.tolerance());
      assertClose(row(added, i), sum(expected, row(before, i)), set.tolerance());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outerProductsAreAddedUpAndRepeatBitForBit(Case set) {
    Random random = new Random(3);
    INDArray deltas = set.deltas(random);
    INDArray images = set.images(random);
    INDArray[] sum = set.kernel(random);
    INDArray[] again = Arrays.stream(sum).map(INDArray::dup).toArray(INDArray[]::new);
    double[][] weight = sum[0].toDoubleMatrix();
    double[] bias = set.biases(sum);
    try (PatchProducts products = new PatchProducts(set.window(), set.outputs(), set.type())) {
      products.addOuter(deltas, images, sum, true, WEIGHT);
      products.addOuter(deltas, images, again, true, WEIGHT);
    }
    NaivePatches naive = new NaivePatches(set.window());
    for (int i = 0; i < ROWS; i++) {
      naive.addOuter(row(deltas, i), row(images, i), weight, WEIGHT);
      if (set.bias()) {
        naive.addSums(row(deltas, i), bias, WEIGHT);
      }
    }
    assertClose(sum, weight, bias, set.tolerance());
    assertThat(again).isEqualTo(sum);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outerProductsWithoutABiasLeaveItAlone(Case set) {
    Random random = new Random(4);
    INDArray[] sum = set.kernel(random);
    double[] bias = set.biases(sum);
    double[][] weight = sum[0].toDoubleMatrix();
    INDArray deltas = set.deltas(random);
    INDArray images = set.images(random);
    try (PatchProducts products = new PatchProducts(set.window(), set.outputs(), set.type())) {
      products.addOuter(deltas, images, sum, false, WEIGHT);
    }
    for (int i = 0; i < ROWS; i++) {
      new NaivePatches(set.window()).addOuter(row(deltas, i), row(images, i), weight, WEIGHT);
    }
    assertClose(sum, weight, bias, set.tolerance());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachExampleHasAKernelOfItsOwn(Case set) {
    Random random = new Random(5);
    INDArray images = set.images(random);
    INDArray tangents = set.images(random);
    INDArray deltas = set.deltas(random);
    INDArray deltaTangents = set.deltas(random);
    INDArray[] shift = set.kernel(random);
    INDArray out = set.deltas(random);
    INDArray back = set.images(random);
    INDArray outFirst = set.deltas(random);
    try (ExampleKernels kernels =
        new ExampleKernels(set.window(), set.outputs(), set.bias(), set.type())) {
      kernels.apply(images, tangents, deltas, deltaTangents, shift, out, back);
      kernels.apply(images, null, deltas, deltaTangents, null, outFirst, null);
    }
    NaivePatches naive = new NaivePatches(set.window());
    for (int i = 0; i < ROWS; i++) {
      double[][] weight = new double[set.outputs()][(int) set.window().patch()];
      double[] bias = new double[set.outputs()];
      naive.addOuter(row(deltaTangents, i), row(images, i), weight, 1);
      if (set.bias()) {
        naive.addSums(row(deltaTangents, i), bias, 1);
      }
      assertClose(row(outFirst, i), naive.apply(weight, bias, row(images, i)), 4 * set.tolerance());
      naive.addOuter(row(deltas, i), row(tangents, i), weight, 1);
      for (int o = 0; o < bias.length; o++) {
        bias[o] -= set.biases(shift)[o];
        for (int j = 0; j < weight[o].length; j++) {
          weight[o][j] -= shift[0].getDouble(o, j);
        }
      }
      assertClose(row(out, i), naive.apply(weight, bias, row(images, i)), 4 * set.tolerance());
      assertClose(row(back, i), naive.applyTransposed(weight, row(deltas, i)), 4 * set.tolerance());
    }
  }

  private static double[] row(INDArray matrix, int i) {
    double[] row = new double[(int) matrix.size(1)];
    Tensors.readRow(matrix, i, row);
    return row;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static void assertClose(
      INDArray[] actual, double[][] weight, double[] bias, double tolerance) {
    for (int o = 0; o < weight.length; o++) {
      assertClose(row(actual[0], o), weight[o], tolerance);
    }
    if (actual.length > 1) {
      assertClose(row(actual[1], 0), bias, tolerance);
    }
  }

  /** Relative to the length of the vector. */
  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    double error = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(actual[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    assertThat(Math.sqrt(error)).isLessThanOrEqualTo(tolerance * Math.sqrt(length));
  }
}
