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
  private final MemoryLimit memory;
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
    this.memory = rows.memory().products();
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
    int from = 0;
    while (from < examples) {
      int begin = from;
      int[] count = {examples - from};
      try (Buffers buffers =
          memory.fitting(
              () -> buffers(left, constant, begin, begin + count[0], right.columns()),
              () -> count[0] > 1,
              () -> count[0] = (count[0] + 1) / 2,
              "examples go through one at a time")) {
        int to = from + count[0];
        addProducts(right, from, to, buffers);
        from = to;
      }
    }
  }

  /** What the products of some examples need; refused before anything is added. */
  private record Buffers(Tensor factor, Tensor dots, Tensor scratch) implements AutoCloseable {
    @Override
    public void close() {
      Tensor.close(factor, dots, scratch);
    }
  }

  private Buffers buffers(Tensor left, double constant, int from, int to, long columns) {
    Tensor factor = null;
    Tensor dots = null;
    try {
      if (left != null) {
        Tensor rows = left.rows(from, to);
        factor = compute.zeros(type, to - from, 1);
        try (Tensor scratch = compute.zeros(type, to - from, left.columns())) {
          compute.rowDots(rows, rows, scratch, factor);
        }
        compute.addNumber(factor, constant, factor);
      }
      dots = compute.zeros(type, to - from, 1);
      return new Buffers(factor, dots, compute.zeros(type, to - from, columns));
    } catch (RuntimeException failure) {
      Tensor.close(factor, dots);
      throw failure;
    }
  }

  private void addProducts(Tensor right, int from, int to, Buffers buffers) {
    for (int row = 0; row < outputs; row++) {
      for (int column = row; column < outputs; column++) {
        Tensor dots = buffers.dots();
        compute.rowDots(
            ofOutput(right, row, from, to),
            ofOutput(right, column, from, to),
            buffers.scratch(),
            dots);
        if (buffers.factor() != null) {
          compute.multiplyEntries(dots, buffers.factor(), dots);
        }
        Tensor entry = entry(row, column).rows(from, to);
        compute.add(entry, 1, dots, entry);
      }
    }
  }

  private Tensor ofOutput(Tensor right, int output, int from, int to) {
    long first = (long) output * examples;
    return right.rows(first + from, first + to);
  }

  private Tensor entry(int row, int column) {
    long at = (long) row * outputs + column;
    return out.columns(at, at + 1);
  }
}
