package org.escapement.testkit.optimizer;

import java.util.Arrays;

/** Questions about the entries of a vector. */
final class Entries {
  private Entries() {}

  static boolean anyNotFinite(double[] values) {
    return !Arrays.stream(values).allMatch(Double::isFinite);
  }
}
