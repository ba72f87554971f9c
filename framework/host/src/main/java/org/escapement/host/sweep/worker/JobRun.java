package org.escapement.host.sweep.worker;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.compare.Comparison;
import org.escapement.host.compare.FinishedComparison;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.run.FailureCode;
import org.escapement.host.run.FinishedRun;
import org.escapement.host.run.Progress;
import org.escapement.host.run.Run;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.result.RunResults.FaultResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job from its config to its run directory, and in which words that ended. */
final class JobRun {
  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
  private static final int DONE = 0;
  private static final int DEFECT = 1;
  private static final int BAD_INPUT = 2;
  private static final int NOT_CONVERGED = 3;

  private final String id;
  private final long start = System.nanoTime();

  private JobRun(String id) {
    this.id = id;
  }

  /** Carries a job out; whatever it throws becomes its record. */
  static JobRecord of(JobOrder order, SweepDirectory directory, PluginCatalog catalog) {
    JobRun run = new JobRun(order.id());
    try {
      ConfigDocument config = ConfigDocument.parse("job " + order.id(), order.config());
      Path target = directory.job(order.id());
      return config.has("compare")
          ? run.ended(Comparison.execute(config, target, catalog, new Silence(), false))
          : run.ended(Run.execute(config, target, catalog, new Silence(), false));
    } catch (Throwable failure) { // one bad job must not stop the others
      if (FailureCode.of(failure).equals(FailureCode.DEFECT)) {
        LOG.error("job {}", order.id(), failure);
      }
      return run.failed(failure, false);
    }
  }

  private JobRecord ended(FinishedRun run) {
    if (run.defect() != null) {
      LOG.error("job {}", id, run.defect());
      return failed(run.defect(), true);
    }
    String stop = run.results().minimum().stopReason();
    if (run.diverged()) {
      return record(JobStatus.DIVERGED, NOT_CONVERGED, stop);
    }
    return ended(
        run.reachedItsGoal(),
        run.faults(),
        run.results().curvature() != null && !run.results().curvature().converged()
            ? "the curvature did not converge"
            : stop);
  }

  private JobRecord ended(FinishedComparison comparison) {
    if (comparison.defect() != null) {
      LOG.error("job {}", id, comparison.defect());
      return failed(comparison.defect(), true);
    }
    return ended(
        comparison.reachedItsGoal(),
        comparison.results().faults(),
        "not every training found a minimum that was measured");
  }

  private JobRecord ended(boolean reachedItsGoal, List<FaultResult> faults, String otherwise) {
    if (reachedItsGoal) {
      return record(JobStatus.DONE, DONE, "");
    }
    if (!faults.isEmpty()) {
      FaultResult first = faults.get(0);
      return record(JobStatus.FAILED, NOT_CONVERGED, first.code() + " " + first.message());
    }
    return record(JobStatus.NOT_CONVERGED, NOT_CONVERGED, otherwise);
  }

  private JobRecord record(JobStatus status, int exitCode, String message) {
    return new JobRecord(id, status, exitCode, true, seconds(), message);
  }

  private JobRecord failed(Throwable failure, boolean results) {
    boolean defect = FailureCode.of(failure).equals(FailureCode.DEFECT);
    return new JobRecord(
        id,
        JobStatus.FAILED,
        defect ? DEFECT : BAD_INPUT,
        results,
        seconds(),
        FailureCode.line(failure));
  }

  private double seconds() {
    return Math.round((System.nanoTime() - start) / 1e6) / 1e3;
  }

  /** Nobody watches a single job. */
  private static final class Silence implements Progress {
    @Override
    public void phase(String name, long steps) {}

    @Override
    public void at(long step, String detail) {}

    @Override
    public void done() {}
  }
}
