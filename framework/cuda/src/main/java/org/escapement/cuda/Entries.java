package org.escapement.cuda;

import static org.escapement.cuda.Card.bits;
import static org.escapement.cuda.CudaCompute.requireType;

import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Nonlinearity;

/** The primitives that make each entry of a result on its own, as {@link Compute} has them. */
final class Entries {
  // operations of the kernel withNumber
  static final int COPY = 0;
  static final int ADD = 1;
  static final int MULTIPLY = 2;
  static final int DIVIDE = 3;

  private final Card card;
  private final HostArrays host;

  Entries(Card card, HostArrays host) {
    this.card = card;
    this.host = host;
  }

  /** Starts a kernel whose parameters are operands, the extent, and what more it needs. */
  private void launch(String kernel, CudaTensor out, Extent extent, long[] operands, long... more) {
    card.launch(
        out.type(),
        kernel,
        extent.rows(),
        extent.columns(),
        Arguments.of(operands, new long[] {extent.rows(), extent.columns()}, more));
  }

  void fill(CudaTensor out, double value) {
    launch("fill", out, Extent.joined(out), Arguments.of(out), bits(value));
  }

  void withNumber(CudaTensor a, int operation, double value, CudaTensor out) {
    Compute.requireSameShape(a, out);
    long[] operands = Arguments.of(a, out);
    launch("withNumber", out, Extent.joined(a, out), operands, operation, bits(value));
  }

  void copyTransposed(CudaTensor a, CudaTensor out) {
    Compute.requireShape(out, a.columns(), a.rows());
    requireType(a, out);
    launch("copyTransposed", out, Extent.of(out), Arguments.of(a, out));
  }

  void gatherRows(CudaTensor a, int[] indices, CudaTensor out) {
    Compute.requireShape(out, indices.length, a.columns());
    requireType(a, out);
    for (int index : indices) {
      if (index < 0 || index >= a.rows()) {
        throw new IllegalArgumentException("index " + index + " of " + a.rows());
      }
    }
    Block numbers = card.take((long) indices.length * Integer.BYTES);
    try {
      host.write(indices, numbers.address());
      gather("gatherRows", a, numbers.address(), out);
    } finally {
      card.giveBack(numbers);
    }
  }

  /**
   * Picks rows or columns, as the kernel does.
   *
   * @param indices where they lie on the device
   */
  void gather(String kernel, CudaTensor a, long indices, CudaTensor out) {
    long[] from = {a.address(), a.stride(), indices};
    launch(kernel, out, Extent.of(out), Arguments.of(from, Arguments.of(out)));
  }

  void add(CudaTensor a, double factor, CudaTensor b, CudaTensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, out);
    long[] operands = Arguments.of(a, b, out);
    launch("combine", out, Extent.joined(a, b, out), operands, bits(factor));
  }

  void multiplyEntries(CudaTensor a, CudaTensor b, CudaTensor out) {
    Compute.requireSameShape(a, b);
    Compute.requireSameShape(a, out);
    launch("multiplyEntries", out, Extent.joined(a, b, out), Arguments.of(a, b, out));
  }

  void addRow(CudaTensor a, double factor, CudaTensor row, CudaTensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(row, 1, a.columns());
    requireType(a, row);
    long[] from = {a.address(), a.stride(), row.address()};
    long[] operands = Arguments.of(from, Arguments.of(out));
    launch("addRow", out, Extent.of(a), operands, bits(factor));
  }

  void addColumn(CudaTensor a, double factor, CudaTensor column, CudaTensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(column, a.rows(), 1);
    requireType(a, column);
    launch("addColumn", out, Extent.of(a), Arguments.of(a, column, out), bits(factor));
  }

  void scaleRows(CudaTensor a, CudaTensor factors, CudaTensor out) {
    Compute.requireSameShape(a, out);
    Compute.requireShape(factors, a.rows(), 1);
    requireType(a, factors);
    launch("scaleRows", out, Extent.of(a), Arguments.of(a, factors, out));
  }

  void repeatRow(CudaTensor row, CudaTensor out) {
    Compute.requireShape(row, 1, out.columns());
    requireType(row, out);
    long[] from = {row.address()};
    launch("repeatRow", out, Extent.of(out), Arguments.of(from, Arguments.of(out)));
  }

  /**
   * A function's value, slope or bend; what is not needed may be the result itself.
   *
   * @param derivative 0, 1 or 2
   */
  void nonlinearity(
      Nonlinearity function,
      int derivative,
      CudaTensor z,
      CudaTensor value,
      CudaTensor slope,
      CudaTensor out) {
    Compute.requireSameShape(z, value);
    Compute.requireSameShape(z, slope);
    Compute.requireSameShape(z, out);
    card.launch(
        out.type(),
        "nonlinearity",
        1,
        out.length(),
        function.ordinal(),
        derivative,
        z.contiguous().address(),
        value.contiguous().address(),
        slope.contiguous().address(),
        out.contiguous().address(),
        out.length());
  }
}
