package org.escapement.host.sweep.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What became of a job. */
public enum JobStatus {
  /** Not run yet, or interrupted. */
  PENDING("pending"),
  /** Found and measured what it was asked for. */
  DONE("done"),
  /** Ended at a point, but short of what it was asked for. */
  NOT_CONVERGED("not converged"),
  /** Training diverged. */
  DIVERGED("diverged"),
  /** Ended with an error. */
  FAILED("failed"),
  /** Its process ended under it. */
  CRASHED("crashed"),
  /** Was ended after the time limit. */
  TIMED_OUT("timed out"),
  /** Its config is refused. */
  INVALID("invalid");

  private final String text;

  JobStatus(String text) {
    this.text = text;
  }

  @JsonCreator
  static JobStatus of(String text) {
    for (JobStatus status : values()) {
      if (status.text.equals(text)) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status of a job: " + text);
  }

  @JsonValue
  @Override
  public String toString() {
    return text;
  }
}
