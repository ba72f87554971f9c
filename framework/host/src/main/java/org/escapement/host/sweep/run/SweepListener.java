package org.escapement.host.sweep.run;

import org.escapement.host.sweep.job.JobRecord;

/** Hears how far a sweep is, from one thread at a time. */
public interface SweepListener {
  /**
   * Jobs begin.
   *
   * @param jobs how many there are
   * @param before how many of them ended earlier
   * @param parallel how many run at a time
   */
  void begin(int jobs, int before, int parallel);

  /** A job ended. */
  void ended(JobRecord record);
}
