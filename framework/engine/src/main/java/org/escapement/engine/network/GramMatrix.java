package org.escapement.engine.network;

import org.escapement.engine.layer.ExampleGradients;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * J Jᵀ as the sum over layers of (A Aᵀ + 1) ∘ (Δ Δᵀ), or of the Gram matrix of the rows themselves
 * where a layer's parameters are fewer than the factors' entries. A layer's rows are gathered for
 * all examples, for as many columns at a time as a bound on memory allows.
 */
final class GramMatrix {
  /** Bytes of the factors, and of the block of products, that are held beside the result. */
  private static final long BUFFER_BYTES = 256L << 20;

  private final NetworkJacobian jacobian;
  private final INDArray out;
  private final DataType type;
  private final int examples;
  private final int outputs;

  GramMatrix(NetworkJacobian jacobian, INDArray out) {
    this.jacobian = jacobian;
    this.out = out;
    this.type = out.dataType();
    this.examples = jacobian.examples();
    this.outputs = jacobian.outputs();
  }

  void compute() {
    out.assign(0);
    int layers = jacobian.prepare(0).exampleGradients().size();
    for (int layer = 0; layer < layers; layer++) {
      addLayer(layer);
    }
    mirror();
  }

  private void addLayer(int layer) {
    ExampleGradients sample = jacobian.prepare(0).exampleGradients().get(layer);
    long rows = (long) examples * outputs;
    long most = Math.max(1, BUFFER_BYTES / (rows * sample.unitEntries() * type.width()));
    int step = (int) Math.min(sample.units(), most);
    INDArray left = sample.left() == null ? null : gatherLeft(layer);
    for (int from = 0; from < sample.units(); from += step) {
      int to = Math.min(sample.units(), from + step);
      INDArray right = Tensors.matrix(type, rows, (to - from) * sample.unitEntries());
      gatherRight(layer, from, to, right);
      addProducts(left, right);
      Tensors.free(right);
    }
    Tensors.free(left);
  }

  private INDArray gatherLeft(int layer) {
    INDArray left = null;
    for (int at = 0; at < examples; at += jacobian.chunk()) {
      NetworkPass pass = jacobian.prepare(at);
      INDArray part = pass.exampleGradients().get(layer).left();
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

  /** Adds to the blocks on and above the diagonal. */
  private void addProducts(INDArray left, INDArray right) {
    long most = Math.max(1, BUFFER_BYTES / (2L * examples * type.width()));
    int step = (int) Math.min(examples, most);
    for (int from = 0; from < examples; from += step) {
      int to = Math.min(examples, from + step);
      INDArray factor = null;
      if (left != null) {
        factor = Tensors.matrix(type, to - from, examples);
        Tensors.multiply(Tensors.rows(left, from, to), false, left, true, factor, 1, 0);
        factor.addi(1);
      }
      INDArray block = Tensors.matrix(type, to - from, examples);
      for (int row = 0; row < outputs; row++) {
        for (int column = row; column < outputs; column++) {
          INDArray above = Tensors.rows(right, at(row, from), at(row, to));
          INDArray across = Tensors.rows(right, at(column, 0), at(column, examples));
          Tensors.multiply(above, false, across, true, block, 1, 0);
          if (factor != null) {
            block.muli(factor);
          }
          out.get(
                  NDArrayIndex.interval(at(row, from), at(row, to)),
                  NDArrayIndex.interval(at(column, 0), at(column, examples)))
              .addi(block);
        }
      }
      Tensors.free(factor, block);
    }
  }

  private long at(int output, int example) {
    return (long) output * examples + example;
  }

  /** Copies the blocks above the diagonal to below it. */
  private void mirror() {
    for (int row = 0; row < outputs; row++) {
      for (int column = row + 1; column < outputs; column++) {
        block(column, row).assign(block(row, column).transpose());
      }
    }
  }

  private INDArray block(int row, int column) {
    return out.get(
        NDArrayIndex.interval(at(row, 0), at(row, examples)),
        NDArrayIndex.interval(at(column, 0), at(column, examples)));
  }
}
