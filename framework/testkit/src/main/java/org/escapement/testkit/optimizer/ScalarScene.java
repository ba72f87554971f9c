package org.escapement.testkit.optimizer;

import java.util.Optional;
import java.util.OptionalDouble;
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
 * An optimizer on quadratics of one variable with their minimum at 0, at a state that a few steps
 * on one of curvature 1 have left behind.
 *
 * @param rest the state
 */
record ScalarScene(OptimizerSubject subject, Optimizer optimizer, State rest) {
  static ScalarScene of(OptimizerSubject subject, Optimizer optimizer) {
    INDArray x = Nd4j.ones(DataType.DOUBLE, 1);
    StepResult live = new StepResult(x, optimizer.init(x));
    for (int step = 0; step < Scene.STEPS; step++) {
      live =
          optimizer.step(live.point(), live.state(), QuadraticObjective.scalar(1).on(Batch.all(1)));
    }
    return new ScalarScene(subject, optimizer, subject.atRest(live.state()));
  }

  /** The linear part at the minimum, where it has that form. */
  Optional<Recurrence> recurrence() {
    return optimizer.linearize(Nd4j.zeros(DataType.DOUBLE, 1), rest) instanceof Recurrence form
        ? Optional.of(form)
        : Optional.empty();
  }

  /** The edge that the host derives, in curvature as the preconditioner shows it. */
  OptionalDouble edge() {
    return recurrence()
        .map(form -> OptionalDouble.of(DeterministicEdge.of(form)))
        .orElse(OptionalDouble.empty());
  }

  /** What the preconditioner makes of 1. */
  double gain() {
    INDArray image = Nd4j.ones(DataType.DOUBLE, 1);
    recurrence()
        .ifPresent(form -> form.preconditioner().apply(Nd4j.ones(DataType.DOUBLE, 1), image));
    return image.getDouble(0);
  }

  /**
   * True steps on a quadratic.
   *
   * @param start the deviation to begin with, so small that squares of gradients do not move a
   *     preconditioner that is held
   */
  Deviation deviation(double curvature, double start) {
    QuadraticObjective objective = QuadraticObjective.scalar(curvature);
    return new Deviation(from(start, objective), from(-start, objective));
  }

  private HeldRun from(double start, QuadraticObjective objective) {
    HeldRun run = new HeldRun(subject, optimizer, objective.on(Batch.all(1)), rest);
    run.startFrom(Nd4j.valueArrayOf(new long[] {1}, start, DataType.DOUBLE));
    return run;
  }

  /** Half the difference of two runs, so that a velocity left by earlier steps cancels. */
  record Deviation(HeldRun above, HeldRun below) {
    double step() {
      return (above.step().getDouble(0) - below.step().getDouble(0)) / 2;
    }
  }
}
