package org.escapement.host.sweep.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.spi.error.EscapementException;

/** Carries out jobs by several processes side by side. */
public final class WorkerPool {
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
   * @param ended hears how each ended, from one thread at a time; a job whose process was told to
   *     end is pending still
   * @throws EscapementException OUTPUT if no process can be started, or a record not be written
   */
  public void run(List<Job> jobs, Duration limit, Consumer<JobRecord> ended) {
    Queue<Job> pending = new ConcurrentLinkedQueue<>(jobs);
    int parallel = Math.min(capacity.jobs(), jobs.size());
    if (parallel == 0) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    CompletionService<Void> slots = new ExecutorCompletionService<>(threads);
    try {
      for (int i = 0; i < parallel; i++) {
        Path log = directory.logs().resolve("worker-" + (i + 1) + ".log");
        slots.submit(
            () -> {
              work(pending, log, limit, ended);
              return null;
            });
      }
      for (int i = 0; i < parallel; i++) {
        slots
            .take()
            .get(); // in the order of their ends, so that a failure stops the others at once
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
    try (WorkerSlot slot = new WorkerSlot(directory, processes, log)) {
      for (Job job = pending.poll(); job != null; job = pending.poll()) {
        int need = capacity.permits(job);
        memory.acquire(need);
        JobRecord record;
        try {
          record = slot.run(job, limit);
        } finally {
          memory.release(need);
        }
        synchronized (this) {
          if (record.finished()) {
            directory.write(record);
          }
          ended.accept(record);
        }
      }
    }
  }
}
