package org.escapement.lab.figure;

/**
 * Points to be joined by lines, in the order of x; NaN in y is a gap.
 *
 * @param x ascending
 * @param y as many
 */
public record Polyline(double[] x, double[] y) {
  public static Polyline of(double[] x, double[] y) {
    return new Polyline(x, y);
  }

  /**
   * A line of at most about {@code most} points that looks the same: of every run of neighbours it
   * keeps the lowest and the highest.
   */
  public Polyline thinned(int most) {
    if (x.length <= most) {
      return this;
    }
    int runs = most / 2;
    double[] keptX = new double[2 * runs];
    double[] keptY = new double[2 * runs];
    int kept = 0;
    for (int run = 0; run < runs; run++) {
      int from = (int) ((long) run * x.length / runs);
      int to = (int) ((run + 1L) * x.length / runs);
      int lowest = from;
      int highest = from;
      for (int i = from + 1; i < to; i++) {
        lowest = Double.isNaN(y[lowest]) || y[i] < y[lowest] ? i : lowest;
        highest = Double.isNaN(y[highest]) || y[i] > y[highest] ? i : highest;
      }
      for (int i : new int[] {Math.min(lowest, highest), Math.max(lowest, highest)}) {
        keptX[kept] = x[i];
        keptY[kept++] = y[i];
      }
    }
    return new Polyline(keptX, keptY);
  }
}
