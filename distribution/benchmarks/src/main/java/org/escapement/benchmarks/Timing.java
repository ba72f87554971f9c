package org.escapement.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Repeats an action and times each call. The PyTorch side follows the same rule. */
final class Timing {
  private static final double WARM_UP_SECONDS = 1;
  private static final int CALLS = 20;
  private static final int FEWEST_CALLS = 3;
  private static final double ENOUGH_SECONDS = 2;
  private static final double NANOS = 1e9;

  private Timing() {}

  /**
   * Seconds of each call: twenty, or fewer, but three at least, once two seconds have passed; after
   * a second of calls that do not count.
   */
  static List<Double> seconds(Runnable action) {
    double spent = 0;
    while (spent < WARM_UP_SECONDS) {
      spent += once(action);
    }
    List<Double> calls = new ArrayList<>();
    spent = 0;
    while (calls.size() < FEWEST_CALLS || (calls.size() < CALLS && spent < ENOUGH_SECONDS)) {
      double seconds = once(action);
      spent += seconds;
      calls.add(seconds);
    }
    return calls;
  }

  /** Seconds of a single call. */
  static double once(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return (System.nanoTime() - start) / NANOS;
  }
}
