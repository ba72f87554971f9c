package org.escapement.lab.statistics;

import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * The probability of an event from how often it happened in independent trials, with the exact
 * interval of Clopper &amp; Pearson 1934: it holds the probability at least as often as it claims.
 *
 * @param value the share of trials in which it happened
 * @param lower end of the interval
 * @param upper end of the interval
 * @param confidence of the interval
 */
public record Proportion(double value, double lower, double upper, double confidence) {
  /**
   * Counts.
   *
   * @param events how often it happened
   * @param trials of how many, at least one
   * @param confidence between 0 and 1
   */
  public static Proportion of(int events, int trials, double confidence) {
    if (trials < 1 || events < 0 || events > trials) {
      throw new IllegalArgumentException(events + " events in " + trials + " trials");
    }
    double tail = (1 - confidence) / 2;
    double lower =
        events == 0
            ? 0
            : new BetaDistribution(events, trials - events + 1).inverseCumulativeProbability(tail);
    double upper =
        events == trials
            ? 1
            : new BetaDistribution(events + 1, trials - events)
                .inverseCumulativeProbability(1 - tail);
    return new Proportion((double) events / trials, lower, upper, confidence);
  }

  /** Whether the interval holds a probability. */
  public boolean contains(double probability) {
    return lower <= probability && probability <= upper;
  }
}
