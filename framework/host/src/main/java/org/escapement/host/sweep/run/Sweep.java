package org.escapement.host.sweep.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.escapement.host.backend.Backend;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepLock;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.host.sweep.job.SweepSetting;
import org.escapement.host.sweep.worker.Capacity;
import org.escapement.host.sweep.worker.WorkerPool;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.error.EscapementException;

/** A sweep: its jobs carried out, and what became of each written down. */
public final class Sweep {
  private Sweep() {}

  /**
   * Carries out the jobs that a selection takes.
   *
   * @param resume whether a sweep that is in the directory goes on
   * @param capacity how much may run at a time
   * @param workers makes, for what a process may take in MiB, what starts one
   * @return how each job of the plan has ended, in order
   * @throws EscapementException OUTPUT if the directory is taken or cannot be written,
   *     CONFIG_CONFLICT if what is in it was made otherwise
   */
  public static Map<Job, JobRecord> execute(
      SweepPlan plan,
      SweepDirectory directory,
      boolean resume,
      Selection selection,
      Capacity capacity,
      LongFunction<ProcessBuilder> workers,
      SweepListener listener) {
    if (resume) {
      directory.requireFreeOrSweep();
    } else {
      directory.requireFree();
    }
    directory.create();
    SweepLock lock = SweepLock.ofSweep(directory);
    try {
      directory.removeLeftovers();
      directory.begin(plan, SweepSetting.of(plan, SpiVersion.build(), Backend.started()));
      Map<String, JobRecord> records = new LinkedHashMap<>();
      List<Job> chosen = new ArrayList<>();
      for (Job job : plan.jobs()) {
        JobRecord record = directory.record(job.id());
        records.put(job.id(), record);
        if (selection.takes(record)) {
          chosen.add(job);
        }
      }
      JobsCsv table = new JobsCsv(directory, plan, records);
      table.write();
      Capacity fitting = capacity.fitting(chosen);
      listener.begin(plan.jobs().size(), plan.jobs().size() - chosen.size(), fitting.jobs());
      Double limit = plan.section().timeLimit();
      long memory = fitting.ofWorker(chosen);
      new WorkerPool(directory, fitting, () -> workers.apply(memory))
          .run(
              chosen,
              limit == null ? null : Duration.ofMillis(Math.max(1, Math.round(1000 * limit))),
              record -> {
                records.put(record.id(), record);
                table.update();
                listener.ended(record);
              });
      table.write();
      return found(plan, records);
    } finally {
      lock.close();
    }
  }

  /** How each job of a plan has ended so far, in order. */
  public static Map<Job, JobRecord> look(SweepPlan plan, SweepDirectory directory) {
    Map<Job, JobRecord> found = new LinkedHashMap<>();
    plan.jobs().forEach(job -> found.put(job, directory.record(job.id())));
    return found;
  }

  private static Map<Job, JobRecord> found(SweepPlan plan, Map<String, JobRecord> records) {
    Map<Job, JobRecord> found = new LinkedHashMap<>();
    plan.jobs().forEach(job -> found.put(job, records.get(job.id())));
    return found;
  }
}
