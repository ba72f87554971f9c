package org.escapement.lab.meansquare;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;

/** The steps that independent simulated runs took to a distance, each of which reached it. */
public final class PassageTimes {
  private final long[] rising;

  /**
   * @param steps of each run, at least two, in any order
   */
  PassageTimes(long... steps) {
    if (steps.length < 2) {
      throw new IllegalArgumentException(steps.length + " runs, must be at least 2");
    }
    rising = steps.clone();
    Arrays.sort(rising);
  }

  /**
   * Those of a method near a minimum whose dynamics are linearized. Each run begins at a displaced
   * point with a memory that is at rest there, as of a method that is started at it, and with the
   * first batch of an epoch.
   *
   * @param recurrence A, b, c; its preconditioner is not looked at
   * @param random the source of displacements and batches
   * @return empty where that would take too long, not all runs arrive in ten times the steps that
   *     were expected, or A leaves open what memory at rest is: it has no eigenvector for the
   *     eigenvalue 1 with which the point is displaced, or more than one
   */
  public static Optional<PassageTimes> simulated(
      ReducedCurvature curvature,
      Recurrence recurrence,
      Sampling sampling,
      Passage passage,
      RandomGenerator random) {
    return PassageSimulation.of(curvature, recurrence, sampling, passage, random);
  }

  /** How many runs there were. */
  public int runs() {
    return rising.length;
  }

  /** Their mean. */
  public double mean() {
    return Arrays.stream(rising).average().orElseThrow();
  }

  /** The standard deviation of single runs. */
  public double standardDeviation() {
    double mean = mean();
    double squares = Arrays.stream(rising).mapToDouble(t -> (t - mean) * (t - mean)).sum();
    return Math.sqrt(squares / (rising.length - 1));
  }

  /** The standard error of the mean. */
  public double standardError() {
    return standardDeviation() / Math.sqrt(rising.length);
  }

  /**
   * The least number of steps within which so many runs had arrived.
   *
   * @param share of the runs, between 0 and 1
   */
  public long quantile(double share) {
    int rank = (int) Math.ceil(share * rising.length);
    return rising[Math.max(0, Math.min(rank, rising.length) - 1)];
  }

  /** The share of runs that arrived within so many steps. */
  public double within(long steps) {
    return (double) Arrays.stream(rising).filter(t -> t <= steps).count() / rising.length;
  }
}
