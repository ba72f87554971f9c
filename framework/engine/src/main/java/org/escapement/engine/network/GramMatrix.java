package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * J Jᵀ as the sum over layers of (A Aᵀ + c) ∘ (Δ Δᵀ), or of the Gram matrix of the rows themselves
 * where a layer gives no left factor. See {@link org.escapement.engine.layer.ExampleGradients}.
 */
final class GramMatrix {
  private final JacobianRows rows;
  private final INDArray out;
  private final DataType type;
  private final int examples;
  private final int outputs;
  private final long passBytes;

  GramMatrix(JacobianRows rows, INDArray out) {
    this.rows = rows;
    this.out = out;
    this.type = out.dataType();
    this.examples = rows.examples();
    this.outputs = rows.outputs();
    this.passBytes = rows.passBytes();
  }

  void compute() {
    out.assign(0);
    rows.forEachSlice(this::addProducts);
    mirror();
  }

  /** Adds to the blocks on and above the diagonal. */
  private void addProducts(INDArray left, double constant, INDArray right) {
    long most = Math.max(1, passBytes / (2L * examples * type.width()));
    int step = (int) Math.min(examples, most);
    for (int from = 0; from < examples; from += step) {
      int to = Math.min(examples, from + step);
      INDArray factor = null;
      if (left != null) {
        factor = Tensors.matrix(type, to - from, examples);
        Tensors.multiply(Tensors.rows(left, from, to), false, left, true, factor, 1, 0);
        factor.addi(constant);
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
