package org.escapement.host.cli.sweep;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.escapement.host.cli.text.TextTable;
import org.escapement.host.sweep.aggregate.Aggregation;
import org.escapement.host.sweep.aggregate.Average;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.text.OneLine;

/** A sweep as tables for people. */
final class SweepPrinter {
  private static final String INDENT = "  ";
  private static final int DEFECT = 1;
  private static final int NOT_DONE = 3;

  private final PrintWriter out;

  SweepPrinter(PrintWriter out) {
    this.out = out;
  }

  /**
   * Lists all jobs.
   *
   * @param records how they ended so far, or null where there is no folder to look into
   */
  void jobs(SweepPlan plan, Map<Job, JobRecord> records) {
    TextTable table = new TextTable();
    table.row(cells("id", plan.section().keys(), "status"));
    for (Job job : plan.jobs()) {
      table.row(
          cells(
              job.id(),
              plan.section().keys().stream().map(key -> OneLine.of(job.swept().text(key))).toList(),
              (records == null ? JobStatus.PENDING : records.get(job).status()).toString()));
    }
    table.print(out, "");
    out.println();
    out.println(plan.jobs().size() + " jobs" + duplicates(plan));
    out.flush();
  }

  private static String[] cells(String first, List<String> middle, String last) {
    List<String> cells = new ArrayList<>(List.of(first));
    cells.addAll(middle);
    cells.add(last);
    return cells.toArray(String[]::new);
  }

  private static String duplicates(SweepPlan plan) {
    return plan.duplicates() == 0
        ? ""
        : "; " + plan.duplicates() + " more have the config of one of them and are not run again";
  }

  /** What became of the jobs: numbers, and those that were not done. */
  void outcome(SweepPlan plan, Map<Job, JobRecord> records) {
    Map<JobStatus, Integer> counts = new EnumMap<>(JobStatus.class);
    records.values().forEach(record -> counts.merge(record.status(), 1, Integer::sum));
    if (!plan.refusals().isEmpty()) {
      counts.put(JobStatus.INVALID, plan.refusals().size());
    }
    out.println(
        records.size()
            + " jobs: "
            + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "))
            + duplicates(plan));
    if (records.values().stream().anyMatch(record -> record.finished() && !record.done())) {
      TextTable table = new TextTable();
      table.row(cells("id", plan.section().keys(), "status"));
      records.forEach(
          (job, record) -> {
            if (record.finished() && !record.done()) {
              table.row(
                  cells(
                      job.id(),
                      plan.section().keys().stream()
                          .map(key -> OneLine.of(job.swept().text(key)))
                          .toList(),
                      record.status() + ": " + record.message()));
            }
          });
      out.println();
      table.print(out, INDENT);
      out.println(
          INDENT + "--retry-failed repeats them and goes on, --only-failed repeats them alone");
    }
  }

  /** Mean and standard deviation of each number. */
  void averages(Aggregation.Outcome averages) {
    out.println();
    out.println("mean +- standard deviation over jobs that are done");
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(averages.by());
    head.add("done");
    head.addAll(averages.values());
    table.row(head.toArray(String[]::new));
    for (Average average : averages.rows()) {
      List<String> row = new ArrayList<>();
      average.by().values().forEach(value -> row.add(OneLine.of(value)));
      row.add(average.counts().get(JobStatus.DONE) + " of " + average.jobs());
      average.values().values().forEach(spread -> row.add(spread(spread)));
      table.row(row.toArray(String[]::new));
    }
    table.print(out, INDENT);
    out.flush();
  }

  private static String spread(Spread spread) {
    if (spread.mean() == null) {
      return "-";
    }
    String mean = String.format(Locale.ROOT, "%.5g", spread.mean());
    return spread.standardDeviation() == null
        ? mean
        : mean + String.format(Locale.ROOT, " +- %.2g", spread.standardDeviation());
  }

  void end(SweepDirectory directory) {
    out.println();
    out.println("results in " + directory.path());
    out.flush();
  }

  /** 0 if every job was done, 1 if one met a defect, else 3. */
  static int exitCode(SweepPlan plan, Map<Job, JobRecord> records) {
    boolean defect =
        records.values().stream()
            .anyMatch(record -> record.status() == JobStatus.FAILED && record.exitCode() == DEFECT);
    if (defect) {
      return DEFECT;
    }
    boolean done = plan.refusals().isEmpty() && records.values().stream().allMatch(JobRecord::done);
    return done ? 0 : NOT_DONE;
  }
}
