package org.escapement.engine.network;

import org.escapement.engine.layer.ExampleGradients;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a Jacobian layer by layer, as factors gathered from all examples and outputs: row κn
 * + i belongs to output κ of example i. Of the right factors there are as many units at a time as a
 * bound on memory allows.
 */
final class JacobianRows {
  private final NetworkJacobian jacobian;
  private final DataType type;
  private final int examples;
  private final int outputs;

  /** What is done with some columns of one layer's rows. */
  interface Slice {
    /**
     * @param left factors of the examples, shape {@code [n, m]}, or null
     * @param right factors of the rows, shape {@code [nk, columns]}
     */
    void accept(INDArray left, INDArray right);
  }

  JacobianRows(NetworkJacobian jacobian, DataType type) {
    this.jacobian = jacobian;
    this.type = type;
    this.examples = jacobian.examples();
    this.outputs = jacobian.outputs();
  }

  /** Visits all columns of all layers; the factors are freed after each visit. */
  void forEachSlice(Slice slice) {
    int layers = jacobian.prepare(0).exampleGradients().size();
    for (int layer = 0; layer < layers; layer++) {
      ExampleGradients sample = jacobian.prepare(0).exampleGradients().get(layer);
      int units = sample.units();
      long unitEntries = sample.unitEntries();
      long rows = (long) examples * outputs;
      long most = Math.max(1, jacobian.passBytes() / (rows * unitEntries * type.width()));
      int step = (int) Math.min(units, most);
      INDArray left = gatherLeft(layer);
      for (int from = 0; from < units; from += step) {
        int to = Math.min(units, from + step);
        INDArray right = Tensors.matrix(type, rows, (to - from) * unitEntries);
        gatherRight(layer, from, to, right);
        slice.accept(left, right);
        Tensors.free(right);
      }
      Tensors.free(left);
    }
  }

  private INDArray gatherLeft(int layer) {
    INDArray left = null;
    for (int at = 0; at < examples; at += jacobian.chunk()) {
      NetworkPass pass = jacobian.prepare(at);
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
    for (int at = 0; at < examples; at += jacobian.chunk()) {
      NetworkPass pass = jacobian.prepare(at);
      INDArray unit = Tensors.matrix(type, pass.rows(), outputs);
      for (int output = 0; output < outputs; output++) {
        unit.assign(0);
        unit.getColumn(output).assign(1);
        jacobian.pullBackRow(pass, unit);
        long row = (long) output * examples + at;
        pass.exampleGradients()
            .get(layer)
            .right(from, to, Tensors.rows(right, row, row + pass.rows()));
      }
      Tensors.free(unit);
    }
  }
}
