package org.escapement.lab.homogeneous;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.lab.statistics.BatchMeans;
import org.escapement.lab.training.BatchSampler;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The growth of ln‖x − x*‖ in a step of a method whose memory shrinks and grows with the point, for
 * almost every sequence of batches: the step itself is taken on ½ xᵀH_ξx, and point and memory are
 * scaled back together. L-BFGS is such a method. Its pairs (s, y) tend to zero at a minimum, where
 * the step has no derivative, so that no linearization with the pairs held tells what the method
 * does; but it is homogeneous of degree one in (x, s, y), and of such a map the exponent decides:
 * negative, and the method returns; positive, and it leaves.
 *
 * <p>Homogeneity is tested, after the burn-in and again at the end; steps without it are refused.
 * All tensors of the state have to be deviations from the minimum or proportional to them.
 *
 * <p>Directions on which every H_ξ vanishes are moved by no step. A run starts without them, but
 * rounding brings them in, and where the others shrink they take over; that is noticed and refused.
 * A curvature in coordinates that leave them out has none.
 *
 * @param value λ; −∞ if some sequence of steps sends everything to zero, NaN if refused
 * @param standardError of the value; never below the root of the rounding unit, since blocks do not
 *     show what decays of the start
 * @param steps that were averaged
 * @param status why it stopped
 * @param refusal why there is no value, in words, or null
 */
public record HomogeneousExponent(
    double value, double standardError, long steps, Status status, String refusal) {
  /** Standard errors to either side that {@link #lower} and {@link #upper} allow for. */
  private static final double ERRORS = 3;

  /** Steps between two looks at the standard error. */
  private static final int LOOK = 256;

  /** Steps at exactly zero after which the memory will not move the point away any more. */
  private static final int FOR_EVER = 1000;

  private static final double NANOS = 1e9;

  /** Why a run stopped. */
  public enum Status {
    /** The standard error meets what was wanted. */
    CONVERGED("converged"),
    /** The steps were spent first. */
    STEP_BUDGET("step budget spent"),
    /** The time was over first. */
    TIME_BUDGET("time budget spent"),
    /**
     * The point shrank so fast that its memory is longer than it by more than the arithmetic holds:
     * the exponent is negative, its value no more than the mean over the few steps so far.
     */
    VANISHED("shrinks beyond rounding within its memory"),
    /** There is no value. */
    REFUSED("refused");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether there is a value. */
  public boolean found() {
    return status != Status.REFUSED;
  }

  /** The value less three standard errors. */
  public double lower() {
    return value - ERRORS * standardError;
  }

  /** The value and three standard errors. */
  public double upper() {
    return value + ERRORS * standardError;
  }

  /**
   * Measures it.
   *
   * @param optimizer the method, whose sampling draws the batches
   * @param curvature H_ξ at the minimum; stays the caller's
   * @param examples n
   * @param dimension of the vectors that the curvature acts on
   * @param type of their entries
   * @param plan when to stop
   * @param random the source of the start and of the batches
   */
  public static HomogeneousExponent of(
      Optimizer optimizer,
      Curvature curvature,
      int examples,
      long dimension,
      DataType type,
      AveragingPlan plan,
      RandomGenerator random) {
    QuadraticPart part = new QuadraticPart(curvature, examples, dimension, type);
    BatchSampler batches = new BatchSampler(optimizer.sampling(), examples, random);
    INDArray start = part.start(random);
    try {
      double curved = part.curvatureAlong(start);
      if (!(curved > 0)) {
        return refused("there is no curvature that could move anything");
      }
      try (HomogeneousRun run = new HomogeneousRun(optimizer, part, start, batches)) {
        HomogeneityGate gate = new HomogeneityGate(optimizer, part);
        return new Measurement(run, gate, batches, plan).measure(part, curved);
      }
    } finally {
      Tensors.free(start);
    }
  }

  /**
   * Measures it in H's eigenbasis, which has no directions without curvature. A method that treats
   * coordinates one by one does something else there, and is refused.
   *
   * @param optimizer the method, whose sampling draws the batches
   * @param reduced the minimum; stays the caller's
   * @param plan when to stop
   * @param random the source of the start and of the batches
   */
  public static HomogeneousExponent of(
      Optimizer optimizer, ReducedCurvature reduced, AveragingPlan plan, RandomGenerator random) {
    Curvature curvature = reduced.asCurvature();
    QuadraticPart part =
        new QuadraticPart(curvature, reduced.examples(), reduced.modes(), DataType.DOUBLE);
    Optional<String> refusal = new RotationGate(optimizer, part).refusal(random);
    return refusal.isPresent()
        ? refused(refusal.get())
        : of(
            optimizer,
            curvature,
            reduced.examples(),
            reduced.modes(),
            DataType.DOUBLE,
            plan,
            random);
  }

  private static HomogeneousExponent refused(String reason) {
    return new HomogeneousExponent(Double.NaN, Double.NaN, 0, Status.REFUSED, reason);
  }

  /** One measurement under way. */
  private static final class Measurement {
    private final HomogeneousRun run;
    private final HomogeneityGate gate;
    private final BatchSampler batches;
    private final AveragingPlan plan;
    private final long start = System.nanoTime();
    private final BatchMeans growth = new BatchMeans();
    private final double epsilon;

    Measurement(
        HomogeneousRun run, HomogeneityGate gate, BatchSampler batches, AveragingPlan plan) {
      this.run = run;
      this.gate = gate;
      this.batches = batches;
      this.plan = plan;
      this.epsilon = Tensors.epsilon(run.point().dataType());
    }

    HomogeneousExponent measure(QuadraticPart part, double curvedAtFirst) {
      HomogeneousExponent measured = measure();
      boolean vanished = measured.value() == Double.NEGATIVE_INFINITY;
      if (!measured.found() || vanished) {
        return measured;
      }
      double flat = Math.sqrt(epsilon) * curvedAtFirst;
      return part.curvatureAlong(run.point()) > flat
          ? measured
          : refused(
              "the run ended in directions without curvature, which no step moves: leave them out"
                  + " of the coordinates");
    }

    private HomogeneousExponent measure() {
      while (run.steps() < plan.burnIn()) {
        Optional<HomogeneousExponent> broken = broken(run.step());
        if (broken.isPresent()) {
          return broken.get();
        }
        if (late()) {
          return refused("the time was over before the burn-in was");
        }
      }
      Optional<String> refusal = refusal();
      if (refusal.isPresent()) {
        return refused(refusal.get());
      }
      while (true) {
        double logarithm = run.step();
        Optional<HomogeneousExponent> broken = broken(logarithm);
        if (broken.isPresent()) {
          return broken.get();
        }
        growth.add(logarithm);
        Status status = ended();
        if (status != null) {
          double error = Math.max(growth.standardError(), Math.sqrt(epsilon));
          return checked(growth.mean(), error, growth.count(), status);
        }
      }
    }

    /** What ends a run at once. */
    private Optional<HomogeneousExponent> broken(double logarithm) {
      if (Double.isNaN(logarithm)) {
        return Optional.of(refused("a step leads to a point that is not finite"));
      }
      if (run.stepsAtZero() > FOR_EVER) {
        return Optional.of(checked(Double.NEGATIVE_INFINITY, 0, run.steps(), Status.CONVERGED));
      }
      if (!run.overflows()) {
        return Optional.empty();
      }
      return Optional.of(
          run.shrank()
              ? checked(run.meanGrowth(), Double.NaN, run.steps(), Status.VANISHED)
              : refused("the state grows without the point: the two do not scale together"));
    }

    /** A value, if the step is homogeneous where the run has come to. */
    private HomogeneousExponent checked(
        double value, double standardError, long steps, Status status) {
      return refusal()
          .map(HomogeneousExponent::refused)
          .orElseGet(() -> new HomogeneousExponent(value, standardError, steps, status, null));
    }

    private Optional<String> refusal() {
      return gate.refusal(run.point(), run.state(), batches.next());
    }

    private Status ended() {
      if (run.stepsAtZero() > 0) {
        return null; // the growth so far is that to zero, or will be made up for
      }
      boolean spent = growth.count() >= plan.maxSteps();
      if (!spent && growth.count() % LOOK != 0) {
        return null;
      }
      if (growth.standardError() <= plan.standardError()) {
        return Status.CONVERGED;
      }
      if (spent) {
        return Status.STEP_BUDGET;
      }
      return late() ? Status.TIME_BUDGET : null;
    }

    private boolean late() {
      return (System.nanoTime() - start) / NANOS >= plan.maxSeconds();
    }
  }
}
