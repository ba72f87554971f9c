package org.escapement.lab.meansquare;

import org.escapement.engine.solver.Tolerance;

/** Counts the applications of one computation against its tolerance; the clock starts at once. */
final class Spending {
  private static final double NANOS = 1e9;

  private final Tolerance tolerance;
  private final long start = System.nanoTime();
  private int applications;

  Spending(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  void count() {
    applications++;
  }

  int applications() {
    return applications;
  }

  Tolerance tolerance() {
    return tolerance;
  }

  /** The limit that forbids another application, or null. */
  EnclosureStatus limit(MomentSpace space) {
    if (applications >= tolerance.maxProducts()) {
      return EnclosureStatus.PRODUCT_BUDGET;
    }
    if ((System.nanoTime() - start) / NANOS >= tolerance.maxSeconds()) {
      return EnclosureStatus.TIME_BUDGET;
    }
    return space.isFull() ? EnclosureStatus.MEMORY_BUDGET : null;
  }
}
