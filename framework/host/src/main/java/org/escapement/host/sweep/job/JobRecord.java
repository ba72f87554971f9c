package org.escapement.host.sweep.job;

/**
 * How a job ended.
 *
 * @param id of the job
 * @param status what became of it
 * @param exitCode what the command run or compare would have ended with; for a process that ended
 *     under the job, its own
 * @param results whether there is a run directory
 * @param seconds wall time
 * @param message why it was not done, in one line with a code where there is one; else empty
 */
public record JobRecord(
    String id, JobStatus status, int exitCode, boolean results, double seconds, String message) {
  /** Of a job that has not ended. */
  public static JobRecord pending(String id) {
    return new JobRecord(id, JobStatus.PENDING, 0, false, 0, "");
  }

  /** Whether it ended, in whichever way. */
  public boolean finished() {
    return status != JobStatus.PENDING;
  }

  /** Whether it ended as it should. */
  public boolean done() {
    return status == JobStatus.DONE;
  }
}
