package org.escapement.host.sweep.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.escapement.host.config.KeyValues;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.host.sweep.job.SweepPlan.Refusal;
import org.escapement.lab.result.TableCsv;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The file {@code jobs.csv}: what each job of a sweep is, and what became of it. */
final class JobsCsv {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

  private final Path file;
  private final SweepPlan plan;
  private final Map<String, JobRecord> records;
  private long written;

  /**
   * @param records how jobs ended, by id; may change
   */
  JobsCsv(SweepDirectory directory, SweepPlan plan, Map<String, JobRecord> records) {
    this.file = directory.table();
    this.plan = plan;
    this.records = records;
  }

  /** Writes the file, unless that was done a moment ago. */
  void update() {
    if (System.nanoTime() - written > INTERVAL) {
      write();
    }
  }

  /**
   * Writes the file.
   *
   * @throws EscapementException OUTPUT if it cannot be written
   */
  void write() {
    List<String> columns = new ArrayList<>(List.of("id"));
    columns.addAll(plan.section().keys());
    columns.addAll(List.of("status", "exitCode", "seconds", "message"));
    List<List<String>> rows = new ArrayList<>();
    for (Job job : plan.jobs()) {
      JobRecord record = records.get(job.id());
      rows.add(
          row(
              job.id(),
              job.swept(),
              record.status(),
              record.finished() ? Integer.toString(record.exitCode()) : "",
              record.finished() ? Double.toString(record.seconds()) : "",
              record.message()));
    }
    for (Refusal refusal : plan.refusals()) {
      rows.add(row("", refusal.swept(), JobStatus.INVALID, "2", "", refusal.failure().line()));
    }
    try {
      TableCsv.write(file, columns, rows);
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT,
          OneLine.path(file) + ": cannot be written (" + OneLine.reason(e) + ")",
          e);
    }
    written = System.nanoTime();
  }

  private List<String> row(
      String id,
      KeyValues swept,
      JobStatus status,
      String exitCode,
      String seconds,
      String message) {
    List<String> cells = new ArrayList<>(List.of(id));
    plan.section().keys().forEach(key -> cells.add(swept.text(key)));
    cells.addAll(List.of(status.toString(), exitCode, seconds, message));
    return cells;
  }
}
