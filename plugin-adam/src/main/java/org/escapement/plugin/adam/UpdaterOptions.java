package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Sampling;

/** What the options of all methods here have in common. */
interface UpdaterOptions {
  /** B, or null for the full batch. */
  Integer batchSize();

  /** The law of a batch, without meaning for the full batch. */
  BatchLaw sampling();

  /** How batches are drawn. */
  default Sampling batches() {
    return sampling().withBatchSize(batchSize());
  }
}
