package org.escapement.testkit.optimizer;

/**
 * Runs on quadratics of one variable whose curvature is a given multiple of an edge of stability.
 *
 * @param edge the curvature of the edge, the preconditioner taken into account
 */
record EdgeRun(ScalarScene scene, double edge) {
  /** How far from the edge the runs are, as a share of it. */
  static final double MARGIN = 0.02;

  private static final double START = 1e-9;
  private static final double GROWN = 1e4 * START;
  private static final double SHRUNK = 1e-2 * START;
  private static final int MAX_STEPS = 5000;

  /** The deviation must stay small for so long, since it passes zero while it oscillates. */
  private static final int QUIET_STEPS = 20;

  enum Outcome {
    GREW,
    SHRANK,
    NEITHER
  }

  boolean hasEdge() {
    return edge > 0 && Double.isFinite(edge);
  }

  /** What becomes of a small deviation where the curvature is this multiple of the edge. */
  Outcome outcome(double multiple) {
    ScalarScene.Deviation deviation = scene.deviation(multiple * edge, START);
    int quiet = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
      double size = Math.abs(deviation.step());
      quiet = size < SHRUNK ? quiet + 1 : 0;
      if (!(size < GROWN)) {
        return Outcome.GREW;
      }
      if (quiet == QUIET_STEPS) {
        return Outcome.SHRANK;
      }
    }
    return Outcome.NEITHER;
  }
}
