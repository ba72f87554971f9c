package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * J_iJ_iᵀ of every example as a sum over layers of (a_i · a_i + c)(d_iκ · d_iλ). See {@link
 * org.escapement.engine.layer.ExampleGradients}.
 */
final class ExampleGrams {
  private final JacobianRows rows;
  private final INDArray out;
  private final DataType type;
  private final int examples;
  private final int outputs;

  ExampleGrams(JacobianRows rows, INDArray out) {
    this.rows = rows;
    this.out = out;
    this.type = out.dataType();
    this.examples = rows.examples();
    this.outputs = rows.outputs();
  }

  void compute() {
    out.assign(0);
    rows.forEachSlice(this::addProducts);
    for (int row = 0; row < outputs; row++) {
      for (int column = row + 1; column < outputs; column++) {
        entry(column, row).assign(entry(row, column));
      }
    }
  }

  private void addProducts(INDArray left, double constant, INDArray right) {
    INDArray factor = left == null ? null : rowDots(left, left).addi(constant);
    for (int row = 0; row < outputs; row++) {
      for (int column = row; column < outputs; column++) {
        INDArray dots = rowDots(ofOutput(right, row), ofOutput(right, column));
        if (factor != null) {
          dots.muli(factor);
        }
        INDArray entry = entry(row, column);
        entry.addi(dots.reshape('c', new long[] {examples}));
        Tensors.free(dots);
      }
    }
    Tensors.free(factor);
  }

  private INDArray ofOutput(INDArray right, int output) {
    return Tensors.rows(right, (long) output * examples, (long) (output + 1) * examples);
  }

  private INDArray rowDots(INDArray a, INDArray b) {
    INDArray dots = Tensors.matrix(type, examples, 1);
    INDArray scratch = Tensors.matrix(type, examples, a.size(1));
    INDArray ones = Tensors.ones(type, a.size(1), 1);
    Tensors.rowDots(a, b, scratch, ones, dots);
    Tensors.free(scratch, ones);
    return dots;
  }

  private INDArray entry(int row, int column) {
    return out.get(NDArrayIndex.all(), NDArrayIndex.point(row), NDArrayIndex.point(column));
  }
}
