package org.escapement.lab.training;

/** The iterations at which something costly is measured. */
final class Schedule {
  private static final long FIRST_GAP = 10;
  private static final double GROWTH = 1.15;

  private final long every;
  private long next;

  /**
   * @param every iterations between measurements; 0 for gaps that grow with the run
   */
  Schedule(long every) {
    this.every = every;
  }

  /** Whether to measure now; asked once for every iteration in turn. */
  boolean due(long iteration) {
    if (iteration < next) {
      return false;
    }
    next =
        every > 0
            ? iteration + every
            : Math.max(iteration + FIRST_GAP, Math.round(iteration * GROWTH));
    return true;
  }
}
