package org.escapement.lab.escape;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.lab.statistics.KaplanMeier;
import org.escapement.lab.statistics.MeanOverRuns;
import org.escapement.lab.statistics.Proportion;

/**
 * How often an optimizer left a minimum.
 *
 * @param trials runs made
 * @param escaped runs that went farther than the distance, or diverged
 * @param diverged those among them whose loss stopped being a number
 * @param medianSteps median of the steps until escape over the runs that escaped
 * @param times steps until escape, runs that stayed being cut short at the horizon
 * @param meanTime mean and spread of the steps until escape, where all runs escaped
 * @param probability of escape within the horizon
 * @param claim what the interval of that permits to claim
 * @param growth of ln L in a step, near the minimum; empty where the start is not far enough above
 *     the loss of the minimum to see it
 * @param sunk runs in that whose loss was looked at only when it was rounding, and counts as the
 *     lowest that is not
 * @param start losses at the starts; empty without displacement
 * @param peak the largest losses recorded; empty without records
 * @param endedAt where the known minima are: how many runs ended near each, and elsewhere
 */
public record EscapeReport(
    int trials,
    int escaped,
    int diverged,
    OptionalDouble medianSteps,
    KaplanMeier times,
    Optional<MeanTime> meanTime,
    Proportion probability,
    Claim claim,
    Optional<MeanOverRuns> growth,
    int sunk,
    Optional<StartCheck> start,
    Optional<Peak> peak,
    Map<String, Integer> endedAt) {
  /** Of intervals. */
  public static final double CONFIDENCE = 0.95;

  /** What trials permit to say. */
  public enum Claim {
    /** The interval of the probability lies above one half. */
    ESCAPES("escapes"),
    /** It lies below. */
    STAYS("stays"),
    /** It holds one half. */
    INCONCLUSIVE("inconclusive");

    private final String text;

    Claim(String text) {
      this.text = text;
    }

    static Claim of(Proportion probability) {
      if (probability.lower() > 0.5) {
        return ESCAPES;
      }
      return probability.upper() < 0.5 ? STAYS : INCONCLUSIVE;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Steps until escape.
   *
   * @param value the mean
   * @param standardDeviation of single runs; NaN for one
   */
  public record MeanTime(double value, double standardDeviation) {
    static Optional<MeanTime> of(List<Long> steps) {
      double mean = steps.stream().mapToLong(Long::longValue).average().orElse(Double.NaN);
      double squares = steps.stream().mapToDouble(step -> (step - mean) * (step - mean)).sum();
      return steps.isEmpty()
          ? Optional.empty()
          : Optional.of(new MeanTime(mean, Math.sqrt(squares / (steps.size() - 1))));
    }
  }

  /**
   * Whether the start is where the linear theory speaks.
   *
   * @param lossFloor the loss at the minimum
   * @param leastOverFloor the smallest loss at a start, as a multiple of that
   * @param leastDoubling the smallest L(2ε)/L(ε), 4 where the loss is quadratic
   * @param largestDoubling the largest
   */
  public record StartCheck(
      double lossFloor, double leastOverFloor, double leastDoubling, double largestDoubling) {
    /** A start at this multiple of the floor can be told from it. */
    public static final double LEAST_OVER_FLOOR = 100;

    private static final double DOUBLING_ERROR = 0.2;

    /** Whether every start is far enough above the floor, and the loss quadratic up to there. */
    public boolean holds() {
      return aboveFloor()
          && Math.abs(leastDoubling - 4) <= DOUBLING_ERROR
          && Math.abs(largestDoubling - 4) <= DOUBLING_ERROR;
    }

    boolean aboveFloor() {
      return leastOverFloor >= LEAST_OVER_FLOOR;
    }
  }

  /**
   * The largest loss that was recorded of a run.
   *
   * @param median over runs
   * @param largest of all
   */
  public record Peak(double median, double largest) {}
}
