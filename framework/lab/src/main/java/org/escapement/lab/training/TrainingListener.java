package org.escapement.lab.training;

/** Hears of every evaluation while training runs. */
@FunctionalInterface
public interface TrainingListener {
  /** Called after each evaluation of the full loss. */
  void evaluated(TrainingMetrics metrics);
}
