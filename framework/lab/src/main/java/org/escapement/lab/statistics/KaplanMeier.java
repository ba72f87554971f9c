package org.escapement.lab.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The distribution of a time until an event, where some observations ended before the event: the
 * product-limit estimate of Kaplan &amp; Meier 1958.
 */
public final class KaplanMeier {
  /**
   * One observation.
   *
   * @param time when it ended
   * @param event whether by the event; otherwise it was cut short
   */
  public record Observation(double time, boolean event) {}

  private final List<Double> times = new ArrayList<>();
  private final List<Double> survival = new ArrayList<>();

  /**
   * Estimates.
   *
   * @param observations independent ones, in any order
   */
  public KaplanMeier(List<Observation> observations) {
    List<Observation> sorted =
        observations.stream().sorted(Comparator.comparingDouble(Observation::time)).toList();
    double surviving = 1;
    for (int i = 0; i < sorted.size(); ) {
      double time = sorted.get(i).time();
      int atRisk = sorted.size() - i;
      int events = 0;
      for (; i < sorted.size() && sorted.get(i).time() == time; i++) {
        events += sorted.get(i).event() ? 1 : 0;
      }
      if (events > 0) {
        // after the last observation nobody survives, whatever products of shares round to
        surviving = events == atRisk ? 0 : surviving * (atRisk - events) / atRisk;
        times.add(time);
        survival.add(surviving);
      }
    }
  }

  /**
   * The earliest time by which the share of events is at least {@code share}; empty if observations
   * were cut short before it was.
   */
  public OptionalDouble quantile(double share) {
    for (int i = 0; i < times.size(); i++) {
      if (1 - survival.get(i) >= share - ROUNDING) {
        return OptionalDouble.of(times.get(i));
      }
    }
    return OptionalDouble.empty();
  }

  /** What shares lose in products of some thousand factors. */
  private static final double ROUNDING = 1e-12;
}
