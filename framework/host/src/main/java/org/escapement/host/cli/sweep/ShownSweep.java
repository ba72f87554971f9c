package org.escapement.host.cli.sweep;

import java.util.Locale;
import org.escapement.host.cli.run.ConsoleProgress;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.run.SweepListener;

/** Shows on the console how far a sweep is, and how long the rest will take at this pace. */
public final class ShownSweep implements SweepListener {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;

  private final ConsoleProgress console;
  private int jobs;
  private int before;
  private int ended;
  private int failed;
  private long start;

  public ShownSweep(ConsoleProgress console) {
    this.console = console;
  }

  @Override
  public void begin(int jobs, int before, int parallel) {
    this.jobs = jobs;
    this.before = before;
    start = System.nanoTime();
    console.phase(
        "jobs, " + parallel + " at a time" + (before == 0 ? "" : ", " + before + " there already"),
        jobs);
    if (before > 0) {
      console.at(before, "");
    }
  }

  @Override
  public void ended(JobRecord record) {
    ended++;
    if (!record.done()) {
      failed++;
      console.note(record.id() + " " + record.status() + ": " + record.message());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int left = jobs - before - ended;
    console.at(
        before + ended,
        (failed == 0 ? "" : failed + " not done, ")
            + "about "
            + duration(seconds / ended * left)
            + " left");
  }

  /** A duration in the unit that suits it. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + " s";
    }
    return whole < HOUR
        ? String.format(Locale.ROOT, "%d min %d s", whole / MINUTE, whole % MINUTE)
        : String.format(Locale.ROOT, "%d h %d min", whole / HOUR, whole % HOUR / MINUTE);
  }
}
