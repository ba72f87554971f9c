package org.escapement.host.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.escapement.host.report.Report;
import org.escapement.host.sweep.aggregate.Aggregation;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.host.sweep.run.Selection;
import org.escapement.host.sweep.run.Sweep;
import org.escapement.host.sweep.run.SweepListener;
import org.escapement.host.sweep.worker.Capacity;
import org.escapement.lab.result.TableCsv;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * A target carried out: its runs, and what they show.
 *
 * @param target what was reproduced
 * @param directory the sweep's folder, with the target's files beside
 * @param jobs how many runs there are
 * @param failed those that did not end as they should
 * @param findings what the others show; null if there are none
 */
public record Reproduction(
    Target target, SweepDirectory directory, int jobs, List<JobRecord> failed, Findings findings) {
  private static final List<String> CLAIMS = List.of("claim", "expected", "measured", "holds");

  /**
   * Carries out the runs of a target as a sweep, and writes {@code claims.csv}, {@code table.csv}
   * and the figure, {@code NAME.png} and {@code NAME.svg}, into its folder, beside what a sweep
   * leaves and its report.
   *
   * @param resume whether a sweep that is in the folder goes on
   * @param workers makes, for what a process may take in MiB, what starts one
   * @throws EscapementException for a config that is refused, before anything runs; OUTPUT if the
   *     folder is taken or a file cannot be written
   */
  public static Reproduction execute(
      Target target,
      SweepPlan plan,
      SweepDirectory directory,
      boolean resume,
      Capacity capacity,
      LongFunction<ProcessBuilder> workers,
      SweepListener listener) {
    if (!plan.refusals().isEmpty()) {
      throw plan.refusals().get(0).failure();
    }
    Map<Job, JobRecord> records =
        Sweep.execute(plan, directory, resume, Selection.PENDING, capacity, workers, listener);
    Aggregation.write(directory, plan.section());
    List<JobRecord> failed = records.values().stream().filter(record -> !record.done()).toList();
    try {
      List<JobResult> done = new ArrayList<>();
      for (JobRecord record : records.values()) {
        if (record.done()) {
          done.add(JobResult.read(directory.job(record.id())));
        }
      }
      Findings findings = done.isEmpty() ? null : target.findings(done);
      if (findings != null) {
        write(target, findings, directory.path());
      }
      Report.write(directory.path());
      return new Reproduction(target, directory, records.size(), failed, findings);
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT,
          OneLine.path(directory.path()) + ": " + target.name() + ": " + OneLine.reason(e),
          e);
    }
  }

  private static void write(Target target, Findings findings, Path folder) throws IOException {
    TableCsv.write(folder.resolve("table.csv"), findings.columns(), findings.rows());
    TableCsv.write(
        folder.resolve("claims.csv"),
        CLAIMS,
        findings.claims().stream()
            .map(
                claim ->
                    List.of(
                        claim.statement(),
                        claim.expected(),
                        claim.measured(),
                        claim.holds() ? "yes" : "no"))
            .toList());
    findings.figure().writePng(folder.resolve(target.name() + ".png"));
    findings.figure().writeSvg(folder.resolve(target.name() + ".svg"));
  }

  /** Whether every run ended as it should, and every claim holds. */
  public boolean succeeded() {
    return failed.isEmpty() && findings != null && findings.allHold();
  }
}
