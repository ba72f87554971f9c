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
  private final MemoryLimit memory;

  GramMatrix(JacobianRows rows, Tensor out) {
    this.compute = rows.compute();
    this.rows = rows;
    this.out = out;
    this.type = out.type();
    this.examples = rows.examples();
    this.outputs = rows.outputs();
    this.memory = rows.memory().products();
  }

  void compute() {
    compute.fill(out, 0);
    rows.forEachSlice(this::addProducts);
    mirror();
  }

  /** Adds to the blocks on and above the diagonal. */
  private void addProducts(Tensor left, double constant, Tensor right) {
    int from = 0;
    while (from < examples) {
      try (Buffers buffers = buffers(examples - from, left != null)) {
        int to = from + (int) buffers.block().rows();
        addProducts(left, constant, right, from, to, buffers);
        from = to;
      }
    }
  }

  /** What the products of some examples with all need; refused before anything is added. */
  private record Buffers(Tensor block, Tensor factor) implements AutoCloseable {
    @Override
    public void close() {
      Tensor.close(block, factor);
    }
  }

  /** For as many examples as there is memory for. */
  private Buffers buffers(int most, boolean factors) {
    long rowBytes = 2L * examples * type.width();
    int[] rows = new int[1];
    return memory.fitting(
        () -> {
          rows[0] = (int) Math.min(most, Math.max(1, memory.bytes() / rowBytes));
          Tensor block = compute.zeros(type, rows[0], examples);
          try {
            return new Buffers(block, factors ? compute.zeros(type, rows[0], examples) : null);
          } catch (RuntimeException failure) {
            block.close();
            throw failure;
          }
        },
        () -> rows[0] > 1,
        () -> memory.limit(rowBytes * ((rows[0] + 1) / 2)),
        "the Gram matrix is made row by row");
  }

  private void addProducts(
      Tensor left, double constant, Tensor right, int from, int to, Buffers buffers) {
    Tensor block = buffers.block();
    Tensor factor = buffers.factor();
    if (factor != null) {
      compute.multiply(left.rows(from, to), false, left, true, factor, 1, 0);
      compute.addNumber(factor, constant, factor);
    }
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
