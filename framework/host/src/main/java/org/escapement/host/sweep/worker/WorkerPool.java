package org.escapement.host.sweep.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Carries out jobs by several processes side by side. */
public final class WorkerPool {
  /** A signal to all processes at once reaches the workers first: then no job has failed. */
  private static final long MILLIS_BEFORE_BLAME = 500;

  private static final int ATTEMPTS = 3;

  private final SweepDirectory directory;
  private final Capacity capacity;
  private final Supplier<ProcessBuilder> processes;
  private final Semaphore memory;

  /**
   * @param capacity how much may run at a time
   * @param processes makes what starts a worker
   */
  public WorkerPool(
      SweepDirectory directory, Capacity capacity, Supplier<ProcessBuilder> processes) {
    this.directory = directory;
    this.capacity = capacity;
    this.processes = processes;
    this.memory = new Semaphore(capacity.permits(), true);
  }

  /**
   * Carries out all jobs.
   *
   * @param limit the most that one may take, or null
   * @param ended hears how each ended, from one thread at a time
   * @throws EscapementException OUTPUT if no process can be started, or a record not be written
   */
  public void run(List<Job> jobs, Duration limit, Consumer<JobRecord> ended) {
    Queue<Job> pending = new ConcurrentLinkedQueue<>(jobs);
    int parallel = Math.min(capacity.jobs(), jobs.size());
    if (parallel == 0) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<?>> slots = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        Path log = directory.logs().resolve("worker-" + (i + 1) + ".log");
        slots.add(
            threads.submit(
                () -> {
                  work(pending, log, limit, ended);
                  return null;
                }));
      }
      for (Future<?> slot : slots) {
        slot.get();
      }
    } catch (ExecutionException e) {
      pending.clear();
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while jobs were running", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void work(Queue<Job> pending, Path log, Duration limit, Consumer<JobRecord> ended)
      throws InterruptedException {
    WorkerProcess worker = null;
    try {
      for (Job job = pending.poll(); job != null; job = pending.poll()) {
        int need = capacity.permits(job);
        memory.acquire(need);
        JobRecord record;
        try {
          if (worker == null) {
            worker = start(log);
          }
          directory.forget(job.id());
          record = worker.run(job, limit);
          if (record.status() == JobStatus.CRASHED) {
            Thread.sleep(MILLIS_BEFORE_BLAME);
          }
          if (!reusable(record)) {
            worker.close();
            worker = null;
          }
        } finally {
          memory.release(need);
        }
        synchronized (this) {
          directory.write(record);
          ended.accept(record);
        }
      }
    } finally {
      if (worker != null) {
        worker.close();
      }
    }
  }

  /** A job that failed may leave threads and memory behind that would harm the next. */
  private static boolean reusable(JobRecord record) {
    return record.done()
        || record.status() == JobStatus.DIVERGED
        || record.status() == JobStatus.NOT_CONVERGED;
  }

  private WorkerProcess start(Path log) throws InterruptedException {
    IOException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return WorkerProcess.start(processes.get(), log);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new EscapementException(
        ErrorCode.OUTPUT,
        OneLine.of("no worker process can be started (" + OneLine.reason(failure) + ")"),
        failure);
  }
}
