package org.escapement.testkit.optimizer;

import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs on quadratics of one variable whose curvature is a given multiple of the edge that the host
 * derives from the method's recurrence.
 *
 * @param edge the curvature of the edge, the preconditioner taken into account
 */
record EdgeRun(OptimizerSubject subject, Optimizer optimizer, State rest, double edge) {
  /** How far from the edge the runs are, as a share of it. */
  static final double MARGIN = 0.02;

  /** So small that squares of gradients do not move a preconditioner that is held. */
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

  /** The edge at a state that a few steps on a quadratic of curvature 1 have left behind. */
  static EdgeRun of(OptimizerSubject subject) {
    Optimizer optimizer = subject.optimizer();
    INDArray x = Nd4j.ones(DataType.DOUBLE, 1);
    StepResult live = new StepResult(x, optimizer.init(x));
    for (int step = 0; step < Scene.STEPS; step++) {
      live =
          optimizer.step(live.point(), live.state(), QuadraticObjective.scalar(1).on(Batch.all(1)));
    }
    State rest = subject.atRest(live.state());
    Recurrence recurrence = (Recurrence) optimizer.linearize(Nd4j.zeros(DataType.DOUBLE, 1), rest);
    INDArray gain = Nd4j.zeros(DataType.DOUBLE, 1);
    recurrence.preconditioner().apply(x, gain);
    return new EdgeRun(
        subject, optimizer, rest, DeterministicEdge.of(recurrence) / gain.getDouble(0));
  }

  boolean hasEdge() {
    return edge > 0 && Double.isFinite(edge);
  }

  /**
   * What becomes of a small deviation where the curvature is this multiple of the edge. Half the
   * difference of two runs is taken, so that a velocity left by earlier steps cancels.
   */
  Outcome outcome(double multiple) {
    QuadraticObjective objective = QuadraticObjective.scalar(multiple * edge);
    HeldRun above = from(START, objective);
    HeldRun below = from(-START, objective);
    int quiet = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
      double size = Math.abs(above.step().getDouble(0) - below.step().getDouble(0)) / 2;
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

  private HeldRun from(double start, QuadraticObjective objective) {
    HeldRun run = new HeldRun(subject, optimizer, objective.on(Batch.all(1)), rest);
    run.startFrom(Nd4j.valueArrayOf(new long[] {1}, start, DataType.DOUBLE));
    return run;
  }
}
