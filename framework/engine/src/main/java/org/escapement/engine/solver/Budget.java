package org.escapement.engine.solver;

/** Counts the products of one solve against its tolerance; its clock starts when it is made. */
final class Budget {
  private static final double NANOS = 1e9;

  private final Tolerance tolerance;
  private final long start = System.nanoTime();
  private int products;

  Budget(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  void count() {
    products++;
  }

  int products() {
    return products;
  }

  /** Whether the time is over. */
  boolean timeSpent() {
    return (System.nanoTime() - start) / NANOS >= tolerance.maxSeconds();
  }

  /**
   * The limit that forbids another step, or null.
   *
   * @param needed products of that step and of all that must follow it
   */
  EigenStatus spent(int needed) {
    if (products + (long) needed > tolerance.maxProducts()) {
      return EigenStatus.PRODUCT_BUDGET;
    }
    return timeSpent() ? EigenStatus.TIME_BUDGET : null;
  }
}
