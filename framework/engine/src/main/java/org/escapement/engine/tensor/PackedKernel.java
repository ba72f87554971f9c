package org.escapement.engine.tensor;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution's weights and bias, or sums of their shapes, in the order of {@link LoweredShape}:
 * for each kernel line y a matrix of output channels by (c, x) and a last column, which is the bias
 * for y = 0 and zero otherwise; or the transposes of these matrices.
 */
final class PackedKernel implements AutoCloseable {
  private final int outputs;
  private final int inputs;
  private final int side;
  private final boolean transposed;
  private final INDArray packed;

  private final double[] values;
  private final double[] part;
  private final double[] weights;
  private final double[] biases;

  PackedKernel(Window2d window, int outputs, DataType type, boolean transposed) {
    this.outputs = outputs;
    this.transposed = transposed;
    inputs = (int) window.channels();
    side = (int) window.kernel();
    values = new double[side * lineLength()];
    part = new double[values.length];
    weights = new double[inputs * side * side];
    biases = new double[outputs];
    packed = Tensors.matrix(type, 1, values.length);
  }

  /** A row of the matrices one after the other. */
  INDArray packed() {
    return packed;
  }

  /** Entries of the matrix of one kernel line. */
  int lineLength() {
    return outputs * columns();
  }

  /** Entries from a row of such a matrix to the next. */
  int rowLength() {
    return transposed ? outputs : columns();
  }

  private int columns() {
    return inputs * side + 1;
  }

  /**
   * Takes weights and biases, times a factor.
   *
   * @param weight shape {@code [outputs, inputs · side²]}
   * @param bias shape {@code [1, outputs]}
   */
  void pack(INDArray weight, INDArray bias, double factor) {
    Tensors.readRow(bias, 0, biases);
    for (int o = 0; o < outputs; o++) {
      Tensors.readRow(weight, o, weights);
      for (int j = 0; j < weights.length; j++) {
        values[place(o, j)] = factor * weights[j];
      }
      values[biasPlace(o)] = factor * biases[o];
    }
    Tensors.writeRow(values, packed, 0);
  }

  /**
   * Adds what several packed kernels sum up to, times a factor.
   *
   * @param parts packed as this kernel is
   * @param bias null to leave the last column out
   */
  void unpack(INDArray[] parts, double factor, INDArray weight, INDArray bias) {
    Tensors.readRow(parts[0], 0, values);
    for (int i = 1; i < parts.length; i++) {
      Tensors.readRow(parts[i], 0, part);
      for (int j = 0; j < values.length; j++) {
        values[j] += part[j];
      }
    }
    for (int o = 0; o < outputs; o++) {
      Tensors.readRow(weight, o, weights);
      for (int j = 0; j < weights.length; j++) {
        weights[j] += factor * values[place(o, j)];
      }
      Tensors.writeRow(weights, weight, o);
    }
    if (bias != null) {
      Tensors.readRow(bias, 0, biases);
      for (int o = 0; o < outputs; o++) {
        biases[o] += factor * values[biasPlace(o)];
      }
      Tensors.writeRow(biases, bias, 0);
    }
  }

  /** Where entry {@code j} = (c, y, x) of an output channel's weights lies. */
  private int place(int output, int j) {
    int x = j % side;
    int y = j / side % side;
    int c = j / (side * side);
    return place(y, output, c * side + x);
  }

  private int biasPlace(int output) {
    return place(0, output, inputs * side);
  }

  private int place(int y, int output, int column) {
    return y * lineLength()
        + (transposed ? column * outputs + output : output * columns() + column);
  }

  @Override
  public void close() {
    Tensors.free(packed);
  }
}
