package org.escapement.host.plugin;

import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.Vectors;

/**
 * The objective that an optimizer is given. On a thread that was given up it ends the call instead
 * of computing: the buffers behind it may have been freed, or be another optimizer's by then.
 *
 * @param objective that computes
 */
record WantedObjective<V>(VectorObjective<V> objective) implements VectorObjective<V> {
  /** An argument of a call into a plugin, guarded if it computes. */
  static Object of(Object argument) {
    if (argument instanceof BatchObjective arrays) {
      return BatchObjective.of(
          new WantedObjective<>(arrays), x -> new WantedVectors<>(arrays.vectors(x)));
    }
    if (argument instanceof Vectors<?> vectors) {
      return new WantedVectors<>(vectors);
    }
    return argument instanceof VectorObjective<?> vectors
        ? new WantedObjective<>(vectors)
        : argument;
  }

  @Override
  public double loss(V x) {
    SupervisedThread.requirePresentWanted();
    return objective.loss(x);
  }

  @Override
  public V gradient(V x) {
    SupervisedThread.requirePresentWanted();
    return objective.gradient(x);
  }
}
