package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.requireThrows;

import java.util.List;
import org.escapement.engine.compute.ComputeContract.Check;
import org.escapement.engine.compute.ComputeContract.Named;

/** Arithmetic entry by entry: written onto operands or elsewhere, NaN and infinities included. */
final class EntryRules {
  private EntryRules() {}

  /** An entry of the result. */
  private interface Entry {
    double at(int i, int j, double a, double b, double factor);
  }

  /** The call. */
  private interface Call {
    void run(Compute compute, Tensor a, Tensor b, double factor, Tensor out);
  }

  /** What the second operand is. */
  private enum Shape {
    SAME,
    ROW,
    COLUMN,
    NONE
  }

  static List<Named> all() {
    return List.of(
        new Named(
            "add",
            check(
                Shape.SAME,
                (compute, a, b, factor, out) -> compute.add(a, factor, b, out),
                (i, j, a, b, factor) -> a + factor * b)),
        new Named(
            "addNumber",
            check(
                Shape.NONE,
                (compute, a, b, factor, out) -> compute.addNumber(a, factor, out),
                (i, j, a, b, factor) -> a + factor)),
        new Named(
            "scale",
            check(
                Shape.NONE,
                (compute, a, b, factor, out) -> compute.scale(a, factor, out),
                (i, j, a, b, factor) -> factor * a)),
        new Named(
            "divide",
            check(
                Shape.NONE,
                (compute, a, b, factor, out) -> compute.divide(a, factor, out),
                (i, j, a, b, factor) -> a / factor)),
        new Named(
            "multiplyEntries",
            check(
                Shape.SAME,
                (compute, a, b, factor, out) -> compute.multiplyEntries(a, b, out),
                (i, j, a, b, factor) -> a * b)),
        new Named(
            "addRow",
            check(
                Shape.ROW,
                (compute, a, b, factor, out) -> compute.addRow(a, factor, b, out),
                (i, j, a, b, factor) -> a + factor * b)),
        new Named(
            "addColumn",
            check(
                Shape.COLUMN,
                (compute, a, b, factor, out) -> compute.addColumn(a, factor, b, out),
                (i, j, a, b, factor) -> a + factor * b)),
        new Named(
            "scaleRows",
            check(
                Shape.COLUMN,
                (compute, a, b, factor, out) -> compute.scaleRows(a, b, out),
                (i, j, a, b, factor) -> a * b)),
        new Named("operands of other shapes are refused", EntryRules::refusals));
  }

  private static Check check(Shape shape, Call call, Entry entry) {
    return (compute, samples) -> {
      int rows = samples.size();
      int columns = samples.size();
      boolean special = samples.random().nextBoolean();
      Sample a = operand(samples, special, rows, columns);
      Sample b =
          switch (shape) {
            case SAME ->
                samples.random().nextInt(4) == 0 ? a : operand(samples, special, rows, columns);
            case ROW -> operand(samples, special, 1, columns);
            case COLUMN -> operand(samples, special, rows, 1);
            case NONE -> null;
          };
      double factor = factor(samples);
      Sample out =
          switch (samples.random().nextInt(3)) {
            case 0 -> a;
            case 1 -> shape == Shape.SAME ? b : samples.unset(rows, columns);
            default -> samples.unset(rows, columns);
          };
      double[][] expected = new double[rows][columns];
      double[][] bounds = new double[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double second =
              b == null ? 0 : b.values()[shape == Shape.ROW ? 0 : i][shape == Shape.COLUMN ? 0 : j];
          double first = a.values()[i][j];
          expected[i][j] = samples.rounded(entry.at(i, j, first, second, factor));
          // the factor may be rounded, the product, and the sum
          bounds[i][j] =
              1.5
                  * samples.epsilon()
                  * (Math.abs(expected[i][j]) + Math.abs(first) + Math.abs(factor * second));
        }
      }
      call.run(compute, a.tensor(), b == null ? null : b.tensor(), factor, out.tensor());
      out.expect(expected, bounds);
      samples.checkAll();
    };
  }

  private static Sample operand(Samples samples, boolean special, int rows, int columns) {
    return special ? samples.special(rows, columns) : samples.any(rows, columns);
  }

  private static double factor(Samples samples) {
    return switch (samples.random().nextInt(6)) {
      case 0 -> 1;
      case 1 -> -1;
      case 2 -> 0;
      case 3 -> Double.NaN;
      default -> samples.random().nextDouble(-3, 3);
    };
  }

  private static void refusals(Compute compute, Samples samples) {
    Tensor a = samples.any(3, 5).tensor();
    Tensor b = samples.any(5, 3).tensor();
    Class<IllegalArgumentException> refused = IllegalArgumentException.class;
    requireThrows(refused, () -> compute.add(a, 1, b, a));
    requireThrows(refused, () -> compute.add(a, 1, a, b));
    requireThrows(refused, () -> compute.addNumber(a, 1, b));
    requireThrows(refused, () -> compute.scale(a, 1, b));
    requireThrows(refused, () -> compute.divide(a, 1, b));
    requireThrows(refused, () -> compute.multiplyEntries(a, b, a));
    requireThrows(refused, () -> compute.addRow(a, 1, b.rows(0, 1), a));
    requireThrows(refused, () -> compute.addColumn(a, 1, b.columns(0, 1), a));
    requireThrows(refused, () -> compute.scaleRows(a, b.columns(0, 1), a));
    samples.checkAll();
  }
}
