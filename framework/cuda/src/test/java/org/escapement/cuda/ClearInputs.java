package org.escapement.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Gaussian inputs of a fully connected ReLU network none of whose units they bring near its kink.
 * There two orders of summation can disagree about the side, and one unit of one example on the
 * other side changes a gradient by more than floats are compared to.
 */
final class ClearInputs {
  /** Tens of times the rounding errors of sums over a thousand floats. */
  static final double MARGIN = 1e-4;

  private static final int MOST_ROUNDS = 50;

  private ClearInputs() {}

  /**
   * Draws rows until there are enough that stay clear.
   *
   * @param widths of the network
   * @param point its parameters, in the type that it computes in
   * @return shape {@code [examples, widths[0]]}, in the type of {@code point}
   */
  static INDArray of(long[] widths, INDArray point, int examples, RandomGenerator random) {
    INDArray parameters = point.castTo(DataType.DOUBLE);
    List<double[]> rows = new ArrayList<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] numbers = new double[examples * (int) widths[0]];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextGaussian();
      }
      INDArray drawn =
          Nd4j.createFromArray(numbers).reshape(examples, widths[0]).castTo(point.dataType());
      INDArray rounded = drawn.castTo(DataType.DOUBLE);
      double[] distances = distances(widths, parameters, rounded);
      double[][] candidates = rounded.toDoubleMatrix();
      for (int i = 0; i < examples; i++) {
        if (distances[i] >= MARGIN) {
          rows.add(candidates[i]);
        }
        if (rows.size() == examples) {
          return Nd4j.createFromArray(rows.toArray(double[][]::new)).castTo(point.dataType());
        }
      }
    }
    throw new IllegalStateException(
        rows.size() + " inputs of " + MOST_ROUNDS * examples + " stay clear of the kinks");
  }

  /** How near each row's nearest hidden unit comes to zero. */
  static double[] distances(long[] widths, INDArray parameters, INDArray rows) {
    double[] nearest = new double[(int) rows.size(0)];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    INDArray values = rows;
    long from = 0;
    for (int layer = 1; layer < widths.length - 1; layer++) {
      long inputs = widths[layer - 1];
      long outputs = widths[layer];
      INDArray weights = part(parameters, from, outputs * inputs).reshape('c', outputs, inputs);
      INDArray biases = part(parameters, from + outputs * inputs, outputs);
      from += outputs * (inputs + 1);
      INDArray units = values.mmul(weights.transpose()).addiRowVector(biases);
      double[][] all = units.toDoubleMatrix();
      for (int i = 0; i < nearest.length; i++) {
        int row = i;
        for (double unit : all[i]) {
          nearest[i] = Math.min(nearest[i], Math.abs(unit));
        }
        Arrays.setAll(all[i], unit -> Math.max(0, all[row][unit]));
      }
      values = Nd4j.createFromArray(all);
    }
    return nearest;
  }

  private static INDArray part(INDArray parameters, long from, long length) {
    return parameters.get(NDArrayIndex.interval(from, from + length));
  }
}
