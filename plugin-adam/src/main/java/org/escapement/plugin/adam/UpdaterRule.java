package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.config.IUpdater;

/** What sets one of ND4J's updaters apart from the others. */
interface UpdaterRule {
  /** The updater as ND4J configures it. */
  IUpdater updater();

  /** The names of its memory's tensors in ND4J, each of shape {@code [p]}. */
  List<String> memory();

  /** What the memory's entries start from. */
  default double start() {
    return 0;
  }

  /**
   * The linear part of the next step, its preconditioner held as it is in {@code state}.
   *
   * @param state the memory
   * @param time t, the number of the next step, counted from 1
   */
  Recurrence linearize(State state, double time);
}
