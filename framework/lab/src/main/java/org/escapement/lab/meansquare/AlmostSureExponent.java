package org.escapement.lab.meansquare;

import java.util.random.RandomGenerator;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.lab.statistics.BatchMeans;
import org.escapement.spi.linearization.Recurrence;

/**
 * The growth of ln‖z‖ in a step, for almost every sequence of batches (Furstenberg &amp; Kesten):
 * one long run of the linearized dynamics in the reduced coordinates, scaled back to length one at
 * every step. It never exceeds ½ ln ρ: what grows in mean square may shrink in almost every run.
 *
 * @param value λ; −∞ if some batch sends everything to zero
 * @param standardError of the value
 * @param variance σ², the long-run variance of the growth: ln‖z_t‖ varies by tσ²
 * @param steps that were averaged
 * @param status why it stopped
 */
public record AlmostSureExponent(
    double value, double standardError, double variance, long steps, Status status) {
  /** Standard errors to either side that {@link #lower} and {@link #upper} allow for. */
  private static final double ERRORS = 3;

  /** Steps between two looks at the standard error. */
  private static final int LOOK = 256;

  private static final double NANOS = 1e9;

  /** Why a run stopped. */
  public enum Status {
    /** The standard error meets what was wanted. */
    CONVERGED("converged"),
    /** The steps were spent first. */
    STEP_BUDGET("step budget spent"),
    /** The time was over first. */
    TIME_BUDGET("time budget spent");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
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
   * @param curvature the minimum
   * @param recurrence A, b, c; its preconditioner is not looked at
   * @param batches of the same examples
   * @param plan when to stop
   * @param random the start's source
   */
  public static AlmostSureExponent of(
      ReducedCurvature curvature,
      Recurrence recurrence,
      BatchStream batches,
      AveragingPlan plan,
      RandomGenerator random) {
    if (batches.examples() != curvature.examples()) {
      throw new IllegalArgumentException(
          "batches of " + batches.examples() + " examples, curvature of " + curvature.examples());
    }
    if (batches.isConstant()) {
      double radius = NoiseGain.meanRadius(recurrence, curvature.eigenvalues());
      return new AlmostSureExponent(Math.log(radius), 0, 0, 0, Status.CONVERGED);
    }
    try (LinearizedRun run = new LinearizedRun(curvature, recurrence)) {
      run.startAnywhere(random);
      return measure(run, batches, plan);
    }
  }

  private static AlmostSureExponent measure(
      LinearizedRun run, BatchStream batches, AveragingPlan plan) {
    long start = System.nanoTime();
    BatchMeans growth = new BatchMeans();
    for (long step = 0; true; step++) {
      run.step(batches.next());
      double logarithm = Math.log(run.normalise());
      if (logarithm == Double.NEGATIVE_INFINITY) {
        return new AlmostSureExponent(logarithm, 0, Double.NaN, growth.count(), Status.CONVERGED);
      }
      if (step < plan.burnIn()) {
        continue;
      }
      growth.add(logarithm);
      boolean spent = growth.count() >= plan.maxSteps();
      if (!spent && growth.count() % LOOK != 0) {
        continue;
      }
      Status status = null;
      if (growth.standardError() <= plan.standardError()) {
        status = Status.CONVERGED;
      } else if (spent) {
        status = Status.STEP_BUDGET;
      } else if ((System.nanoTime() - start) / NANOS >= plan.maxSeconds()) {
        status = Status.TIME_BUDGET;
      }
      if (status != null) {
        return new AlmostSureExponent(
            growth.mean(),
            growth.standardError(),
            growth.longRunVariance(),
            growth.count(),
            status);
      }
    }
  }
}
