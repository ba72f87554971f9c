package org.escapement.spi.optimizer;

/**
 * Loss and gradient averaged over the examples of one sampled batch, on vectors of any kind.
 *
 * @param <V> a vector of length p
 */
public interface VectorObjective<V> {
  /** The batch loss at {@code x}, in the run's loss convention. */
  double loss(V x);

  /**
   * The batch gradient at {@code x}. The vector belongs to the caller, who may overwrite it and
   * return it as the next point.
   */
  V gradient(V x);
}
