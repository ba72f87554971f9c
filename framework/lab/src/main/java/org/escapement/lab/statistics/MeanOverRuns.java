package org.escapement.lab.statistics;

import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A rate, from independent runs that lasted for different times: the sum of what they gained over
 * the sum of their times. Where a run's time ends by what it has gained so far, means of single
 * rates are too large, because fast runs end early; this is not (Wald's identity). For runs that
 * last equally long it is the mean of their rates. The error is that of independent runs (Student's
 * t), never of the points within one.
 *
 * @param value the rate
 * @param standardError of the value, from the spread across runs; NaN for fewer than two
 * @param lower end of the interval
 * @param upper end of the interval
 * @param runs how many
 */
public record MeanOverRuns(
    double value, double standardError, double lower, double upper, int runs) {
  /**
   * One run.
   *
   * @param gain what it gained
   * @param time how long it lasted, positive
   */
  public record Run(double gain, double time) {}

  /**
   * Averages.
   *
   * @param runs at least one
   * @param confidence of the interval, between 0 and 1
   */
  public static MeanOverRuns of(List<Run> runs, double confidence) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs");
    }
    double time = runs.stream().mapToDouble(Run::time).sum();
    double value = runs.stream().mapToDouble(Run::gain).sum() / time;
    int n = runs.size();
    if (n == 1) {
      return new MeanOverRuns(value, Double.NaN, Double.NaN, Double.NaN, 1);
    }
    double squares =
        runs.stream().mapToDouble(run -> Math.pow(run.gain() - value * run.time(), 2)).sum();
    double error = Math.sqrt(squares * n / (n - 1)) / time;
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
    return new MeanOverRuns(value, error, value - t * error, value + t * error, n);
  }
}
