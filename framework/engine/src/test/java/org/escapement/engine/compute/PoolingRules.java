package org.escapement.engine.compute;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** Averages and maxima under windows. */
final class PoolingRules {
  private PoolingRules() {}

  static List<Named> all() {
    return List.of(
        new Named("averagePool", PoolingRules::average),
        new Named("averagePoolTransposed", PoolingRules::averageTransposed),
        new Named("maximumPooling: choose, pick, put", PoolingRules::maximum),
        new Named("maximumPooling: the first of equals, NaN before all", PoolingRules::ties));
  }

  private static void average(Compute compute, Samples samples) {
    Window2d window = Windows.pooling(samples.random());
    int rows = samples.size(5);
    Sample images = samples.contiguous(rows, (int) window.inputs());
    Sample pooled = samples.unsetContiguous(rows, Windows.outputs(window));
    compute.averagePool(window, images.tensor(), pooled.tensor());
    double[][] means = new double[rows][pooled.columns()];
    forEach(
        window,
        rows,
        (row, to, from) ->
            means[row][to] += images.values()[row][from] / (window.kernel() * window.kernel()));
    pooled.expect(means, bounds(samples, rows, pooled.columns(), 20));
    samples.checkAll();
  }

  private static void averageTransposed(Compute compute, Samples samples) {
    Window2d window = Windows.pooling(samples.random());
    int rows = samples.size(5);
    Sample pooled = samples.contiguous(rows, Windows.outputs(window));
    Sample images = samples.unsetContiguous(rows, (int) window.inputs());
    compute.averagePoolTransposed(window, pooled.tensor(), images.tensor());
    double[][] sums = new double[rows][images.columns()];
    forEach(
        window,
        rows,
        (row, to, from) ->
            sums[row][from] += pooled.values()[row][to] / (window.kernel() * window.kernel()));
    images.expect(sums, bounds(samples, rows, images.columns(), 20));
    samples.checkAll();
  }

  private static double[][] bounds(Samples samples, int rows, int columns, int units) {
    double[][] bounds = new double[rows][columns];
    for (double[] row : bounds) {
      Arrays.fill(row, units * samples.epsilon());
    }
    return bounds;
  }

  /** An entry of the image that a window covers. */
  private interface Visit {
    void at(int row, int to, int from);
  }

  private static void forEach(Window2d window, int rows, Visit visit) {
    for (int row = 0; row < rows; row++) {
      for (int to = 0; to < Windows.outputs(window); to++) {
        for (int y = 0; y < window.kernel(); y++) {
          for (int x = 0; x < window.kernel(); x++) {
            int channel = to / (int) window.positions();
            int from = Windows.at(window, channel, to % (int) window.positions(), y, x);
            if (from >= 0) {
              visit.at(row, to, from);
            }
          }
        }
      }
    }
  }

  private static void maximum(Compute compute, Samples samples) {
    Window2d window = Windows.pooling(samples.random());
    int rows = samples.size(5);
    check(compute, samples, window, samples.any(rows, (int) window.inputs()));
  }

  private static void ties(Compute compute, Samples samples) {
    Window2d window = Windows.pooling(samples.random());
    int rows = samples.size(5);
    Sample images = samples.any(rows, (int) window.inputs());
    double[] few = {0, 0, -0.0, 1, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    for (double[] row : images.values()) {
      Arrays.setAll(row, j -> few[samples.random().nextInt(few.length)]);
    }
    images.set(images.values());
    check(compute, samples, window, images);
  }

  private static void check(Compute compute, Samples samples, Window2d window, Sample images) {
    int rows = images.rows();
    int outputs = Windows.outputs(window);
    int[][] winners = new int[rows][outputs];
    for (int[] row : winners) {
      Arrays.fill(row, -1);
    }
    forEach(
        window,
        rows,
        (row, to, from) -> {
          int best = winners[row][to];
          double entry = images.values()[row][from];
          double greatest = best < 0 ? 0 : images.values()[row][best];
          boolean better =
              best < 0 || entry > greatest || Double.isNaN(entry) && !Double.isNaN(greatest);
          winners[row][to] = better ? from : best;
        });
    MaximumPooling pooling = samples.closing(compute.maximumPooling(window, rows, samples.type()));
    Sample pooled = samples.unset(rows, outputs);
    pooling.choose(images.tensor(), pooled.tensor());
    pooled.expect(picked(images, winners));
    Sample others = samples.any(rows, images.columns());
    Sample pickedUp = samples.unset(rows, outputs);
    pooling.pick(others.tensor(), pickedUp.tensor());
    pickedUp.expect(picked(others, winners));
    Sample derivatives = samples.any(rows, outputs);
    Sample back = samples.unset(rows, images.columns());
    pooling.put(derivatives.tensor(), back.tensor());
    double[][] sums = new double[rows][images.columns()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < outputs; j++) {
        sums[i][winners[i][j]] += derivatives.values()[i][j];
      }
    }
    back.expect(sums, bounds(samples, rows, images.columns(), 20));
    samples.checkAll();
  }

  private static double[][] picked(Sample images, int[][] winners) {
    double[][] picked = new double[winners.length][];
    for (int i = 0; i < winners.length; i++) {
      double[] row = images.values()[i];
      picked[i] = Arrays.stream(winners[i]).mapToDouble(at -> row[at]).toArray();
    }
    return picked;
  }
}
