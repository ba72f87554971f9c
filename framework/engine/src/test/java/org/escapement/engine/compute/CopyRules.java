package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.requireThrows;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** What moves entries without arithmetic: bits stay. */
final class CopyRules {
  private CopyRules() {}

  static List<Named> all() {
    return List.of(
        new Named("fill", CopyRules::fill),
        new Named("copy", CopyRules::copy),
        new Named("copyTransposed", CopyRules::copyTransposed),
        new Named("gatherRows", CopyRules::gatherRows),
        new Named("columnGather", CopyRules::columnGather),
        new Named("repeatRow", CopyRules::repeatRow),
        new Named("copies of other shapes are refused", CopyRules::refusals));
  }

  private static void fill(Compute compute, Samples samples) {
    Sample out = samples.special(samples.size(), samples.size());
    double value = samples.random().nextInt(5) == 0 ? Double.NaN : samples.number();
    compute.fill(out.tensor(), value);
    double[][] expected = new double[out.rows()][out.columns()];
    Arrays.stream(expected).forEach(row -> Arrays.fill(row, value));
    out.expect(expected);
    samples.checkAll();
  }

  private static void copy(Compute compute, Samples samples) {
    Sample a = samples.special(samples.size(), samples.size());
    Sample out = samples.unset(a.rows(), a.columns());
    compute.copy(a.tensor(), out.tensor());
    out.expect(a.values());
    Samples.requireSameBits(a.values(), out.read());
    samples.checkAll();
  }

  private static void copyTransposed(Compute compute, Samples samples) {
    Sample a = samples.special(samples.size(), samples.size());
    Sample out = samples.unset(a.columns(), a.rows());
    compute.copyTransposed(a.tensor(), out.tensor());
    double[][] expected = new double[a.columns()][a.rows()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        expected[j][i] = a.values()[i][j];
      }
    }
    out.expect(expected);
    samples.checkAll();
  }

  private static int[] indices(Samples samples, int count, int least, int end) {
    int[] indices = new int[count];
    Arrays.setAll(indices, i -> samples.random().nextInt(least, end));
    return indices;
  }

  private static void gatherRows(Compute compute, Samples samples) {
    Sample a = samples.special(samples.size(), samples.size());
    int[] indices = indices(samples, samples.size(), 0, a.rows());
    Sample out = samples.unset(indices.length, a.columns());
    compute.gatherRows(a.tensor(), indices, out.tensor());
    out.expect(Arrays.stream(indices).mapToObj(i -> a.values()[i]).toArray(double[][]::new));
    samples.checkAll();
    int[] outside = {a.rows()};
    requireThrows(
        IllegalArgumentException.class,
        () -> compute.gatherRows(a.tensor(), outside, out.tensor().rows(0, 1)));
  }

  private static void columnGather(Compute compute, Samples samples) {
    Sample a = samples.special(samples.size(), samples.size());
    int[] indices = indices(samples, samples.size(), -1, a.columns());
    Sample out = samples.unset(a.rows(), indices.length);
    ColumnGather gather = samples.closing(compute.columnGather(indices.clone()));
    gather.apply(a.tensor(), out.tensor());
    double[][] expected = new double[a.rows()][indices.length];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < indices.length; j++) {
        expected[i][j] = indices[j] < 0 ? 0 : a.values()[i][indices[j]];
      }
    }
    out.expect(expected);
    samples.checkAll();
    ColumnGather outside = samples.closing(compute.columnGather(new int[] {a.columns()}));
    requireThrows(
        IllegalArgumentException.class,
        () -> outside.apply(a.tensor(), out.tensor().columns(0, 1)));
  }

  private static void repeatRow(Compute compute, Samples samples) {
    Sample row = samples.any(1, samples.size());
    if (samples.random().nextBoolean()) {
      row.values()[0][samples.random().nextInt(row.columns())] = Double.NaN;
      row.set(row.values());
    }
    Sample out = samples.unsetContiguous(samples.size(), row.columns());
    compute.repeatRow(row.tensor(), out.tensor());
    double[][] expected = new double[out.rows()][];
    Arrays.fill(expected, row.values()[0]);
    out.expect(expected);
    samples.checkAll();
  }

  private static void refusals(Compute compute, Samples samples) {
    Tensor a = samples.any(3, 5).tensor();
    Tensor b = samples.any(5, 3).tensor();
    Class<IllegalArgumentException> refused = IllegalArgumentException.class;
    requireThrows(refused, () -> compute.copy(a, b));
    requireThrows(refused, () -> compute.copyTransposed(a, a));
    requireThrows(refused, () -> compute.gatherRows(a, new int[] {0}, b));
    ColumnGather first = samples.closing(compute.columnGather(new int[] {0}));
    requireThrows(refused, () -> first.apply(a, b));
    samples.checkAll();
  }
}
