package org.escapement.host.sweep.aggregate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.lab.comparison.ComparisonSummary;
import org.escapement.lab.result.ComparisonResults.Spread;

/**
 * Jobs that agree in some swept keys, averaged.
 *
 * @param by the values in which they agree, by key
 * @param jobs how many there are
 * @param counts how many ended in which way
 * @param values mean and standard deviation of each number over the jobs that are averaged, of
 *     those that know it and to which it is finite
 */
public record Average(
    Map<String, String> by, int jobs, Map<JobStatus, Integer> counts, Map<String, Spread> values) {

  /**
   * Averages.
   *
   * @param keys that tell rows apart
   * @param values the numbers
   * @param notConverged whether jobs that did not converge are averaged too
   */
  static List<Average> of(
      List<SweepRow> rows, List<String> keys, List<String> values, boolean notConverged) {
    Map<List<String>, List<SweepRow>> groups = new LinkedHashMap<>();
    for (SweepRow row : rows) {
      List<String> group = keys.stream().map(key -> row.swept().getOrDefault(key, "")).toList();
      groups.computeIfAbsent(group, any -> new ArrayList<>()).add(row);
    }
    List<Average> averages = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          Map<String, String> by = new LinkedHashMap<>();
          for (int i = 0; i < keys.size(); i++) {
            by.put(keys.get(i), group.get(i));
          }
          averages.add(of(by, members, values, notConverged));
        });
    return averages;
  }

  private static Average of(
      Map<String, String> by, List<SweepRow> members, List<String> values, boolean notConverged) {
    Map<JobStatus, Integer> counts = new LinkedHashMap<>();
    for (JobStatus status : JobStatus.values()) {
      counts.put(
          status, (int) members.stream().filter(row -> row.record().status() == status).count());
    }
    counts.remove(JobStatus.INVALID);
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String value : values) {
      spreads.put(
          value,
          ComparisonSummary.spread(
              members.stream()
                  .filter(row -> isAveraged(row, notConverged))
                  .map(row -> row.numbers().get(value))
                  .filter(number -> number != null && Double.isFinite(number))));
    }
    return new Average(by, members.size(), counts, spreads);
  }

  /** Never one that diverged or failed, whatever numbers it left. */
  static boolean isAveraged(SweepRow row, boolean notConverged) {
    return row.record().done() || notConverged && row.record().status() == JobStatus.NOT_CONVERGED;
  }
}
