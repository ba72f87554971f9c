package org.escapement.host.plugin;

import org.escapement.spi.optimizer.Vectors;

/**
 * The arithmetic that an optimizer is given. On a thread that was given up it ends the call instead
 * of computing, as {@link WantedObjective} does: it would go on to take memory that others need.
 *
 * @param vectors that compute
 */
record WantedVectors<V>(Vectors<V> vectors) implements Vectors<V> {
  @Override
  public V vector() {
    return SupervisedThread.whileWanted(vectors::vector);
  }

  @Override
  public V scale(double factor, V a, V out) {
    return SupervisedThread.whileWanted(() -> vectors.scale(factor, a, out));
  }

  @Override
  public V add(V a, double factor, V b, V out) {
    return SupervisedThread.whileWanted(() -> vectors.add(a, factor, b, out));
  }
}
