package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * J_iJ_iᵀ of every example as a sum over layers of (a_i · a_i + c)(d_iκ · d_iλ). See {@link
 * org.escapement.engine.layer.ExampleGradients}.
 */
final class ExampleGrams {
  private final Compute compute;
  private final JacobianRows rows;
  private final Tensor out;
  private final DataType type;
  private final int examples;
  private final int outputs;

  /**
   * @param out a row for each example with its matrix, c order, overwritten
   */
  ExampleGrams(JacobianRows rows, Tensor out) {
    this.compute = rows.compute();
    this.rows = rows;
    this.out = out;
    this.type = out.type();
    this.examples = rows.examples();
    this.outputs = rows.outputs();
  }

  void compute() {
    compute.fill(out, 0);
    rows.forEachSlice(this::addProducts);
    for (int row = 0; row < outputs; row++) {
      for (int column = row + 1; column < outputs; column++) {
        compute.copy(entry(row, column), entry(column, row));
      }
    }
  }

  private void addProducts(Tensor left, double constant, Tensor right) {
    Tensor factor = left == null ? null : rowDots(left, left);
    if (factor != null) {
      compute.addNumber(factor, constant, factor);
    }
    for (int row = 0; row < outputs; row++) {
      for (int column = row; column < outputs; column++) {
        Tensor dots = rowDots(ofOutput(right, row), ofOutput(right, column));
        if (factor != null) {
          compute.multiplyEntries(dots, factor, dots);
        }
        Tensor entry = entry(row, column);
        compute.add(entry, 1, dots, entry);
        Tensor.close(dots);
      }
    }
    Tensor.close(factor);
  }

  private Tensor ofOutput(Tensor right, int output) {
    return right.rows((long) output * examples, (long) (output + 1) * examples);
  }

  private Tensor rowDots(Tensor a, Tensor b) {
    Tensor dots = compute.zeros(type, examples, 1);
    Tensor scratch = compute.zeros(type, examples, a.columns());
    compute.rowDots(a, b, scratch, dots);
    Tensor.close(scratch);
    return dots;
  }

  private Tensor entry(int row, int column) {
    long at = (long) row * outputs + column;
    return out.columns(at, at + 1);
  }
}
