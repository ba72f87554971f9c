package org.escapement.plugin.problems;

/** The vectors of plus and minus ones, in the order of binary numbers: a bit that is set is −1. */
final class SignVectors {
  private SignVectors() {}

  /**
   * All of them.
   *
   * @param length at most 30
   * @return 2^length rows; the last half has −1 as its last entry
   */
  static double[][] all(int length) {
    double[][] rows = new double[1 << length][length];
    for (int code = 0; code < rows.length; code++) {
      for (int j = 0; j < length; j++) {
        rows[code][j] = (code >> j & 1) == 0 ? 1 : -1;
      }
    }
    return rows;
  }
}
