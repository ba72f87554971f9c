package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * J Jᵀ as the sum over layers of (A Aᵀ + c) ∘ (Δ Δᵀ), or of the Gram matrix of the rows themselves
 * where a layer gives no left factor. See {@link org.escapement.engine.layer.ExampleGradients}.
 */
final class GramMatrix {
  private final Compute compute;
  private final JacobianRows rows;
  private final Tensor out;
  private final DataType type;
  private final int examples;
  private final int outputs;
  private final long passBytes;

  GramMatrix(JacobianRows rows, Tensor out) {
    this.compute = rows.compute();
    this.rows = rows;
    this.out = out;
    this.type = out.type();
    this.examples = rows.examples();
    this.outputs = rows.outputs();
    this.passBytes = rows.passBytes();
  }

  void compute() {
    compute.fill(out, 0);
    rows.forEachSlice(this::addProducts);
    mirror();
  }

  /** Adds to the blocks on and above the diagonal. */
  private void addProducts(Tensor left, double constant, Tensor right) {
    long most = Math.max(1, passBytes / (2L * examples * type.width()));
    int step = (int) Math.min(examples, most);
    for (int from = 0; from < examples; from += step) {
      int to = Math.min(examples, from + step);
      Tensor factor = null;
      if (left != null) {
        factor = compute.zeros(type, to - from, examples);
        compute.multiply(left.rows(from, to), false, left, true, factor, 1, 0);
        compute.addNumber(factor, constant, factor);
      }
      Tensor block = compute.zeros(type, to - from, examples);
      for (int row = 0; row < outputs; row++) {
        for (int column = row; column < outputs; column++) {
          Tensor above = right.rows(at(row, from), at(row, to));
          Tensor across = right.rows(at(column, 0), at(column, examples));
          compute.multiply(above, false, across, true, block, 1, 0);
          if (factor != null) {
            compute.multiplyEntries(block, factor, block);
          }
          Tensor sum =
              out.rows(at(row, from), at(row, to)).columns(at(column, 0), at(column, examples));
          compute.add(sum, 1, block, sum);
        }
      }
      Tensor.close(factor, block);
    }
  }

  private long at(int output, int example) {
    return (long) output * examples + example;
  }

  /** Copies the blocks above the diagonal to below it. */
  private void mirror() {
    for (int row = 0; row < outputs; row++) {
      for (int column = row + 1; column < outputs; column++) {
        compute.copyTransposed(block(row, column), block(column, row));
      }
    }
  }

  private Tensor block(int row, int column) {
    return out.rows(at(row, 0), at(row, examples)).columns(at(column, 0), at(column, examples));
  }
}
