package org.escapement.host.sweep.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import org.escapement.host.sweep.job.Job;

/**
 * How much may run at a time: jobs by cores, and as many of them as fit into memory. A job that
 * alone exceeds the memory runs alone.
 *
 * @param jobs the most jobs at a time
 * @param mebibytes what they may take together
 */
public record Capacity(int jobs, long mebibytes) {
  /** The program, its libraries and a modest data set, beside what a job may take. */
  private static final long PROGRAM = 512;

  private static final double SHARE_OF_MACHINE = 0.9;

  /**
   * What a machine offers.
   *
   * @param threads of a job
   * @param jobs the most jobs at a time, or null for as many as cores allow
   * @param mebibytes what they may take together, or null for nine tenths of the machine's
   */
  public static Capacity of(int threads, Integer jobs, Long mebibytes) {
    int cores = Runtime.getRuntime().availableProcessors();
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20;
    return new Capacity(
        jobs == null ? Math.max(1, cores / threads) : jobs,
        mebibytes == null ? (long) (SHARE_OF_MACHINE * machine) : mebibytes);
  }

  /** The same with no more jobs at a time than the memory has room for. */
  public Capacity fitting(Collection<Job> all) {
    long least = all.stream().mapToLong(job -> job.memory() + PROGRAM).min().orElse(PROGRAM);
    long fit = Math.max(1, Math.min(mebibytes / least, all.size()));
    return new Capacity((int) Math.min(jobs, fit), mebibytes);
  }

  /**
   * What a worker may take: its share of the memory, or what the largest job needs where that is
   * more, since any worker may get it. While it runs fewer others do.
   *
   * @return in MiB
   */
  public long ofWorker(Collection<Job> all) {
    long largest = all.stream().mapToLong(job -> job.memory() + PROGRAM).max().orElse(PROGRAM);
    return Math.max(mebibytes / jobs, largest);
  }

  int permits() {
    return (int) Math.min(Math.max(1, mebibytes), Integer.MAX_VALUE);
  }

  int permits(Job job) {
    return (int) Math.min(job.memory() + PROGRAM, permits());
  }
}
