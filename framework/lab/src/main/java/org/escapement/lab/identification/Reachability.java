package org.escapement.lab.identification;

import java.util.stream.IntStream;

/** Which slots act, at once or through others, on the point. */
final class Reachability {
  /** Smaller couplings are rounding. */
  private static final double NOISE = 1e-8;

  private Reachability() {}

  /** The slots that the point feels, itself first. */
  static int[] ofThePoint(double[][] a, double[] c, double[] b) {
    boolean[] felt = new boolean[c.length];
    felt[0] = true;
    boolean grew = true;
    while (grew) {
      grew = false;
      for (int from = 0; from < c.length; from++) {
        for (int to = 0; to < c.length; to++) {
          boolean acts = Math.abs(a[to][from]) > NOISE || Math.abs(b[to] * c[from]) > NOISE;
          if (!felt[from] && felt[to] && acts) {
            felt[from] = true;
            grew = true;
          }
        }
      }
    }
    return IntStream.range(0, c.length).filter(slot -> felt[slot]).toArray();
  }

  static double[] select(double[] values, int[] slots) {
    return IntStream.of(slots).mapToDouble(slot -> values[slot]).toArray();
  }

  static double[][] select(double[][] rows, int[] slots) {
    return IntStream.of(slots).mapToObj(slot -> select(rows[slot], slots)).toArray(double[][]::new);
  }
}
