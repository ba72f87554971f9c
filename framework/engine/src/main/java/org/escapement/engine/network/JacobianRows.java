package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ExampleGradients;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Jacobian.Scaling;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The rows of a Jacobian layer by layer, as factors gathered from all examples and outputs: row κn
 * + i belongs to output κ of example i. Of the right factors there are as many units at a time as a
 * bound on memory allows.
 */
final class JacobianRows implements AutoCloseable {
  private final Compute compute;
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
    void accept(Tensor left, double constant, Tensor right);
  }

  /**
   * @param owned whether the network is closed together with this
   */
  JacobianRows(LinearizedNetwork network, Scaling scaling, boolean owned) {
    this.compute = network.compute();
    this.network = network;
    this.scaling = scaling;
    this.owned = owned;
    this.type = network.type();
    this.all = network.all();
    this.examples = all.size();
    this.outputs = network.outputs();
  }

  /** Where the rows are. */
  Compute compute() {
    return compute;
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
      Tensor left = gatherLeft(layer);
      for (int from = 0; from < units; from += step) {
        int to = Math.min(units, from + step);
        Tensor right = compute.zeros(type, rows, (to - from) * unitEntries);
        gatherRight(layer, from, to, right);
        slice.accept(left, constant, right);
        Tensor.close(right);
      }
      Tensor.close(left);
    }
  }

  private Tensor gatherLeft(int layer) {
    Tensor left = null;
    for (int at = 0; at < examples; at += network.chunk()) {
      NetworkPass pass = network.prepare(all, at);
      Tensor part = pass.exampleGradients().get(layer).left();
      if (part == null) {
        return null;
      }
      if (left == null) {
        left = compute.zeros(type, examples, part.columns());
      }
      compute.copy(part, left.rows(at, at + pass.rows()));
    }
    return left;
  }

  private void gatherRight(int layer, int from, int to, Tensor right) {
    for (int at = 0; at < examples; at += network.chunk()) {
      NetworkPass pass = network.prepare(all, at);
      Tensor unit = compute.zeros(type, pass.rows(), outputs);
      for (int output = 0; output < outputs; output++) {
        compute.fill(unit, 0);
        compute.fill(unit.columns(output, output + 1), 1);
        pass.pullBack(network.parameters(), unit, scaling == Scaling.LOSS, null);
        long row = (long) output * examples + at;
        pass.exampleGradients().get(layer).right(from, to, right.rows(row, row + pass.rows()));
      }
      Tensor.close(unit);
    }
  }

  @Override
  public void close() {
    if (owned) {
      network.close();
    }
  }
}
