package org.escapement.lab.training;

import org.escapement.spi.error.EscapementException;

/** Hears of every evaluation while training runs. */
@FunctionalInterface
public interface TrainingListener {
  /** Called after each evaluation of the full loss. */
  void evaluated(TrainingMetrics metrics);

  /**
   * Called at most once, where the optimizer's edge cannot be followed because it fails to
   * linearize.
   */
  default void edgeUnknown(EscapementException failure) {}
}
