package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Loss and gradient averaged over the examples of one sampled batch. */
public interface BatchObjective {
  /** The batch loss at {@code x}, in the run's loss convention. */
  double loss(INDArray x);

  /**
   * The batch gradient at {@code x}, shape {@code [p]}. The array belongs to the caller, who may
   * overwrite it and return it as the next point.
   */
  INDArray gradient(INDArray x);
}
