package org.escapement.host.reproduce.paper;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.escapement.host.reproduce.Claim;
import org.escapement.host.reproduce.JobResult;
import org.hipparchus.stat.correlation.SpearmansCorrelation;

/** What several targets do with their runs. */
final class Jobs {
  /** The loss is not zero and the curvature that of a ReLU network: as far as 2/η may be passed. */
  static final double OVER_THE_EDGE = 1.02;

  private Jobs() {}

  static double[] values(List<JobResult> jobs, ToDoubleFunction<JobResult> value) {
    return jobs.stream().mapToDouble(value).toArray();
  }

  /** Runs that agree in a key, keys ascending. */
  static <K extends Comparable<K>> TreeMap<K, List<JobResult>> by(
      List<JobResult> jobs, Function<JobResult, K> key) {
    TreeMap<K, List<JobResult>> groups = new TreeMap<>();
    jobs.forEach(job -> groups.computeIfAbsent(key.apply(job), k -> new ArrayList<>()).add(job));
    return groups;
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double largest(double[] values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  /** Mean and standard deviation over runs, the latter with n − 1. */
  static String spread(double[] values) {
    double mean = mean(values);
    if (values.length < 2) {
      return number(mean);
    }
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return number(mean) + " +- " + number(Math.sqrt(squares / (values.length - 1)));
  }

  /** Spearman's rank correlation; NaN for fewer than three points. */
  static double rankCorrelation(double[] x, double[] y) {
    return x.length < 3 ? Double.NaN : new SpearmansCorrelation().correlation(x, y);
  }

  /** The largest sharpness at which gradient descent is stable. */
  static double edge(JobResult job) {
    return 2 / job.learningRate();
  }

  /** What holds for all that gradient descent and SGD find. */
  static Claim noneBeyondTheEdge(List<JobResult> jobs) {
    double largest = largest(values(jobs, job -> job.sharpness() / edge(job)));
    return new Claim(
        "no minimum is sharper than 2/eta (2 % allowed)",
        "at most " + number(OVER_THE_EDGE) + " times 2/eta",
        "at most " + number(largest),
        largest <= OVER_THE_EDGE);
  }

  /** The bound (9) on the non-uniformity, 1/(η√p); infinite for the full batch. */
  static double bound(JobResult job) {
    double n = job.examples();
    double batch = job.batchSize();
    return Math.sqrt(batch * (n - 1) / (n - batch)) / job.learningRate();
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "-" : "inf";
    }
    double size = Math.abs(value);
    return value == Math.rint(value) && size < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, size >= 1000 || size < 0.001 ? "%.3e" : "%.4g", value);
  }

  /** A number from the config, as short as it is exact. */
  static String given(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
