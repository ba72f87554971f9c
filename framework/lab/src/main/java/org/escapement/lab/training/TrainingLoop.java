package org.escapement.lab.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs an optimizer until a loss, a budget or divergence ends it. */
public final class TrainingLoop {
  /** A loss this many times the first one counts as divergence even while it is finite. */
  static final double DIVERGENCE_FACTOR = 1e6;

  private final Objective objective;
  private final Objective test;
  private final TrainingPlan plan;
  private final TrainingListener listener;
  private final Batch all;

  /**
   * @param objective the training loss
   * @param test the loss on test examples, or null
   * @param plan when to stop and what to measure
   * @param listener hears of evaluations
   */
  public TrainingLoop(
      Objective objective, Objective test, TrainingPlan plan, TrainingListener listener) {
    this.objective = objective;
    this.test = test;
    this.plan = plan;
    this.listener = listener;
    this.all = Batch.all(objective.examples());
  }

  /**
   * Trains.
   *
   * @param optimizer the method
   * @param start where to begin, not written
   * @param batches the source of batches
   * @param probes the source of Lanczos start vectors
   */
  public TrainingResult run(
      Optimizer optimizer, INDArray start, RandomGenerator batches, RandomGenerator probes) {
    BatchSampler sampler = new BatchSampler(optimizer.sampling(), objective.examples(), batches);
    Schedule evaluations = new Schedule(evaluationGap(optimizer));
    Schedule measurements = new Schedule(plan.sharpnessEvery());
    List<TrainingMetrics> metrics = new ArrayList<>();
    double first = Double.NaN;
    double loss = Double.NaN;
    try (Trajectory trajectory = Trajectory.from(optimizer, objective, start, sampler);
        EdgeProbe probe =
            new EdgeProbe(
                optimizer, objective, plan.sharpnessTolerance(), probes, listener::edgeUnknown)) {
      while (true) {
        long iteration = trajectory.iteration();
        boolean last = iteration == plan.maxIterations();
        trajectory.propose();
        boolean evaluate = evaluations.due(iteration);
        OptionalDouble seen = trajectory.lossFromProposal();
        StopReason reason = null;
        if (evaluate || seen.isPresent() || last || !trajectory.finite()) {
          loss = seen.isPresent() ? seen.getAsDouble() : trajectory.loss(all);
          first = iteration == 0 ? loss : first;
          reason = reasonToStop(loss, first, trajectory.finite(), last);
          boolean measure = measurements.due(iteration) || reason != null;
          TrainingMetrics now = measure(trajectory, loss, measure, probe);
          metrics.add(now);
          listener.evaluated(now);
        }
        if (reason != null) {
          return new TrainingResult(
              trajectory.point().dup(),
              trajectory.state().copy(),
              loss,
              iteration,
              reason,
              metrics);
        }
        trajectory.accept();
      }
    }
  }

  /** Full-batch methods evaluate at every step anyway. */
  private long evaluationGap(Optimizer optimizer) {
    if (plan.evaluateEvery() > 0) {
      return plan.evaluateEvery();
    }
    int size = optimizer.sampling().effectiveBatchSize(objective.examples());
    return (objective.examples() + size - 1L) / size;
  }

  private StopReason reasonToStop(double loss, double first, boolean finite, boolean last) {
    if (!finite || !Double.isFinite(loss) || loss > DIVERGENCE_FACTOR * first) {
      return StopReason.DIVERGED;
    }
    if (loss <= plan.targetLoss()) {
      return StopReason.LOSS_REACHED;
    }
    return last ? StopReason.ITERATION_BUDGET : null;
  }

  private TrainingMetrics measure(
      Trajectory trajectory, double loss, boolean fully, EdgeProbe probe) {
    if (!fully || !Double.isFinite(loss)) {
      return TrainingMetrics.ofLoss(trajectory.iteration(), loss);
    }
    INDArray point = trajectory.point();
    OptionalDouble testAccuracy = test == null ? OptionalDouble.empty() : test.accuracy(point);
    try (Curvature curvature = objective.curvature(point)) {
      CurvatureOperators operators = CurvatureOperators.of(objective, curvature);
      OptionalDouble sharpness = probe.sharpness(operators);
      EdgeProbe.Distance distance = probe.distance(operators, point, trajectory.state());
      return new TrainingMetrics(
          trajectory.iteration(),
          loss,
          objective.accuracy(point),
          testAccuracy,
          sharpness,
          distance.preconditionedSharpness(),
          distance.edge());
    }
  }
}
