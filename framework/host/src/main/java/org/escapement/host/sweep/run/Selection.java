package org.escapement.host.sweep.run;

import org.escapement.host.sweep.job.JobRecord;

/** Which jobs of a sweep are run. */
public enum Selection {
  /** Those that have not ended. */
  PENDING {
    @Override
    boolean takes(JobRecord record) {
      return !record.finished();
    }
  },
  /** Those that have not ended, and those that did not end as they should. */
  PENDING_AND_FAILED {
    @Override
    boolean takes(JobRecord record) {
      return !record.done();
    }
  },
  /** Those that ended, but not as they should. */
  FAILED {
    @Override
    boolean takes(JobRecord record) {
      return record.finished() && !record.done();
    }
  };

  abstract boolean takes(JobRecord record);
}
