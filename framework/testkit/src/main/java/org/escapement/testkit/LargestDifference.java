package org.escapement.testkit;

import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where two arrays of one shape differ most, for the messages of rules. */
public final class LargestDifference {
  private LargestDifference() {}

  /** In one line: how many entries differ bit for bit, and the worst of them. */
  public static String of(INDArray first, INDArray second) {
    try (INDArray one = first.dup('c');
        INDArray other = second.dup('c')) {
      return of(one.data().asDouble(), other.data().asDouble());
    }
  }

  static String of(double[] first, double[] second) {
    int worst = -1;
    int count = 0;
    for (int i = 0; i < first.length; i++) {
      if (Double.compare(first[i], second[i]) != 0) {
        count++;
        if (worst < 0 || distance(first, second, i) > distance(first, second, worst)) {
          worst = i;
        }
      }
    }
    if (count == 0) {
      return "no entry differs";
    }
    return String.format(
        Locale.ROOT,
        "%d of %d entries differ, most of all entry %d: %s and %s, %.3g apart",
        count,
        first.length,
        worst,
        first[worst],
        second[worst],
        distance(first, second, worst));
  }

  /** Nothing is farther apart than what is no number. */
  private static double distance(double[] first, double[] second, int entry) {
    double distance = Math.abs(first[entry] - second[entry]);
    return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
  }
}
