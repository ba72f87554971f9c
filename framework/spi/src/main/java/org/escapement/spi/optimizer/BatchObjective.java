package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Loss and gradient averaged over the examples of one sampled batch. */
public interface BatchObjective extends VectorObjective<INDArray> {
  /** The batch loss at {@code x}, in the run's loss convention. */
  @Override
  double loss(INDArray x);

  /**
   * The batch gradient at {@code x}, shape {@code [p]}. The array belongs to the caller, who may
   * overwrite it and return it as the next point.
   */
  @Override
  INDArray gradient(INDArray x);

  /** An objective on arrays as a plain {@link Optimizer} takes it. */
  static BatchObjective of(VectorObjective<INDArray> objective) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return objective.loss(x);
      }

      @Override
      public INDArray gradient(INDArray x) {
        return objective.gradient(x);
      }
    };
  }
}
