package org.escapement.host.sweep.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** One of the places where jobs run side by side: a process, and the next where that is gone. */
final class WorkerSlot implements AutoCloseable {
  /** A signal to all processes at once reaches the workers first: then no job has failed. */
  private static final long MILLIS_BEFORE_BLAME = 500;

  /** What the slowest machine needs to start Java and to load all plugins. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final int STARTS = 3;
  private static final int ATTEMPTS = 2;

  private final SweepDirectory directory;
  private final Supplier<ProcessBuilder> processes;
  private final Path log;
  private WorkerProcess worker;

  /**
   * @param processes makes what starts a worker
   * @param log a file for what workers say
   */
  WorkerSlot(SweepDirectory directory, Supplier<ProcessBuilder> processes, Path log) {
    this.directory = directory;
    this.processes = processes;
    this.log = log;
  }

  /**
   * Carries a job out, and once more where a signal ended its process: that may have been meant for
   * the sweep, which is about to end then, or memory was short at that moment alone.
   *
   * @param limit the most that an attempt may take, or null
   * @return how it ended; pending where its process was told to end
   * @throws EscapementException OUTPUT if no process can be started
   */
  JobRecord run(Job job, Duration limit) throws InterruptedException {
    for (int attempt = 1; true; attempt++) {
      if (worker == null) {
        worker = start();
      }
      directory.forget(job.id());
      JobRecord record = worker.run(job, limit);
      boolean lost = record.status() == JobStatus.CRASHED || !record.finished();
      boolean again = lost && worker.endedFromOutside() && attempt < ATTEMPTS;
      if (lost) {
        Thread.sleep(MILLIS_BEFORE_BLAME);
      }
      if (!reusable(record)) {
        close();
      }
      if (!again) {
        return record;
      }
    }
  }

  /** A job that failed may leave threads and memory behind that would harm the next. */
  private static boolean reusable(JobRecord record) {
    return record.done()
        || record.status() == JobStatus.DIVERGED
        || record.status() == JobStatus.NOT_CONVERGED;
  }

  private WorkerProcess start() throws InterruptedException {
    IOException failure = null;
    for (int start = 0; start < STARTS; start++) {
      try {
        return WorkerProcess.start(processes.get(), log, START);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new EscapementException(
        ErrorCode.OUTPUT,
        OneLine.of("no worker process can be started (" + OneLine.reason(failure) + ")"),
        failure);
  }

  /** Has the process end, if there is one. */
  @Override
  public void close() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }
}
