package org.escapement.engine.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.escapement.engine.compute.Window2d;
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

  /** From a column of the matrices to the next. */
  private final int step;

  /** For each (c, x), where an output channel's weights for kernel line 0 have it. */
  private final int[] sources;

  private final double[] values;
  private final double[] part;
  private final double[] weights;
  private final double[] biases;

  PackedKernel(Window2d window, int outputs, DataType type, boolean transposed) {
    this.outputs = outputs;
    this.transposed = transposed;
    inputs = (int) window.channels();
    side = (int) window.kernel();
    step = transposed ? outputs : 1;
    sources =
        IntStream.range(0, inputs * side).map(j -> j / side * side * side + j % side).toArray();
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
   * @param kernel weights {@code [outputs, inputs · side²]} and, unless they are zero, biases
   *     {@code [1, outputs]}
   */
  void pack(INDArray[] kernel, double factor) {
    if (kernel.length > 1) {
      Tensors.readRow(kernel[1], 0, biases);
    } else {
      Arrays.fill(biases, 0);
    }
    for (int o = 0; o < outputs; o++) {
      Tensors.readRow(kernel[0], o, weights);
      for (int y = 0; y < side; y++) {
        int at = place(y, o);
        for (int j = 0; j < inputs * side; j++) {
          values[at + j * step] = factor * weights[sources[j] + y * side];
        }
      }
      values[place(0, o) + inputs * side * step] = factor * biases[o];
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
      for (int y = 0; y < side; y++) {
        int at = place(y, o);
        for (int j = 0; j < inputs * side; j++) {
          weights[sources[j] + y * side] += factor * values[at + j * step];
        }
      }
      Tensors.writeRow(weights, weight, o);
    }
    if (bias != null) {
      Tensors.readRow(bias, 0, biases);
      for (int o = 0; o < outputs; o++) {
        biases[o] += factor * values[place(0, o) + inputs * side * step];
      }
      Tensors.writeRow(biases, bias, 0);
    }
  }

  /** Where an output channel's entry in the first column for kernel line y lies. */
  private int place(int y, int output) {
    return y * lineLength() + (transposed ? output : output * columns());
  }

  @Override
  public void close() {
    Tensors.free(packed);
  }
}
