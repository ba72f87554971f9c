package org.escapement.engine.network;

import org.escapement.engine.layer.ExampleGradients;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Jacobian.Scaling;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a Jacobian layer by layer, as factors gathered from all examples and outputs: row κn
 * + i belongs to output κ of example i. Of the right factors there are as many units at a time as a
 * bound on memory allows.
 */
final class JacobianRows implements AutoCloseable {
  private final LinearizedNetwork network;
  private final Scaling scaling;
  private final boolean owned;
  private final DataType type;
  private final Batch all;
  private final int examples;
  private final int outputs;

  /** What is done with some columns of one layer's rows. */
  interface Slice {
    /**
     * @param left factors of the examples, shape {@code [n, m]}, or null
     * @param constant added to the inner products of left factors
     * @param right factors of the rows, shape {@code [nk, columns]}
     */
    void accept(INDArray left, double constant, INDArray right);
  }

  /**
   * @param owned whether the network is closed together with this
   */
  JacobianRows(LinearizedNetwork network, Scaling scaling, boolean owned) {
    this.network = network;
    this.scaling = scaling;
    this.owned = owned;
    this.type = network.type();
    this.all = network.all();
    this.examples = all.size();
    this.outputs = network.outputs();
  }

  /** The number n of examples. */
  int examples() {
    return examples;
  }

  /** The number k of rows of each example. */
  int outputs() {
    return outputs;
  }

  /** The memory that what is gathered, and products of it, may take. */
  long passBytes() {
    return network.passBytes();
  }

  /** Visits all columns of all layers; the factors are freed after each visit. */
  void forEachSlice(Slice slice) {
    int layers = network.prepare(all, 0).exampleGradients().size();
    for (int layer = 0; layer < layers; layer++) {
      ExampleGradients sample = network.prepare(all, 0).exampleGradients().get(layer);
      int units = sample.units();
      long unitEntries = sample.unitEntries();
      double constant = sample.leftConstant();
      long rows = (long) examples * outputs;
      long most = Math.max(1, network.passBytes() / (rows * unitEntries * type.width()));
      int step = (int) Math.min(units, most);
      INDArray left = gatherLeft(layer);
      for (int from = 0; from < units; from += step) {
        int to = Math.min(units, from + step);
        INDArray right = Tensors.matrix(type, rows, (to - from) * unitEntries);
        gatherRight(layer, from, to, right);
        slice.accept(left, constant, right);
        Tensors.free(right);
      }
      Tensors.free(left);
    }
  }

  private INDArray gatherLeft(int layer) {
    INDArray left = null;
    for (int at = 0; at < examples; at += network.chunk()) {
      NetworkPass pass = network.prepare(all, at);
      INDArray part = pass.exampleGradients().get(layer).left();
      if (part == null) {
        return null;
      }
      if (left == null) {
        left = Tensors.matrix(type, examples, part.size(1));
      }
      Tensors.rows(left, at, at + pass.rows()).assign(part);
    }
    return left;
  }

  private void gatherRight(int layer, int from, int to, INDArray right) {
    for (int at = 0; at < examples; at += network.chunk()) {
      NetworkPass pass = network.prepare(all, at);
      INDArray unit = Tensors.matrix(type, pass.rows(), outputs);
      for (int output = 0; output < outputs; output++) {
        unit.assign(0);
        unit.getColumn(output).assign(1);
        pass.pullBack(network.parameters(), unit, scaling == Scaling.LOSS, null);
        long row = (long) output * examples + at;
        pass.exampleGradients()
            .get(layer)
            .right(from, to, Tensors.rows(right, row, row + pass.rows()));
      }
      Tensors.free(unit);
    }
  }

  @Override
  public void close() {
    if (owned) {
      network.close();
    }
  }
}
