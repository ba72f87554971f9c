package org.escapement.lab.escape;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at one run at a fixed stride. The sharpness is followed from eigenvector to eigenvector, so
 * that each value takes a few products.
 */
final class TrialObserver implements AutoCloseable {
  /** Values on the way are for figures: a percent will do. */
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-2, 200);

  private final Objective objective;
  private final Objective test;
  private final EscapePlan plan;
  private final int trial;
  private final RandomGenerator random;
  private final List<EscapeRecord> records = new ArrayList<>();
  private INDArray guess;
  private EigenEstimate sharpness;

  /**
   * @param test the loss on test examples, or null
   * @param guess of the leading eigenvector at the start, or null; not written
   */
  TrialObserver(
      Objective objective,
      Objective test,
      EscapePlan plan,
      int trial,
      INDArray guess,
      RandomGenerator random) {
    this.objective = objective;
    this.test = test;
    this.plan = plan;
    this.trial = trial;
    this.guess = guess;
    this.random = random;
  }

  /** Takes a record if one is due, for which alone the point is asked. */
  void look(long iteration, Supplier<INDArray> point, double distance) {
    if (plan.recordEvery() > 0 && iteration % plan.recordEvery() == 0) {
      record(iteration, point.get(), distance);
    }
  }

  private void record(long iteration, INDArray point, double distance) {
    double loss = objective.loss(point, Batch.all(objective.examples()));
    EigenEstimate now = plan.recordSharpness() && Double.isFinite(loss) ? follow(point) : null;
    boolean known = now != null && now.vector() != null;
    records.add(
        new EscapeRecord(
            trial,
            iteration,
            loss,
            distance,
            objective.accuracy(point),
            test == null ? OptionalDouble.empty() : test.accuracy(point),
            known ? OptionalDouble.of(now.value()) : OptionalDouble.empty(),
            known ? OptionalDouble.of(now.residual()) : OptionalDouble.empty(),
            now == null ? 0 : now.products()));
  }

  private EigenEstimate follow(INDArray point) {
    EigenEstimate now;
    try (Curvature curvature = objective.curvature(point)) {
      now = CurvatureOperators.of(objective, curvature).sharpness(TOLERANCE, guess, random);
    }
    close();
    sharpness = now;
    guess = now.vector() == null ? guess : now.vector();
    return now;
  }

  /** What was seen, in order. */
  List<EscapeRecord> records() {
    return records;
  }

  @Override
  public void close() {
    if (sharpness != null) {
      if (sharpness.vector() == guess) {
        guess = null;
      }
      sharpness.close();
      sharpness = null;
    }
  }
}
