package org.escapement.spi.optimizer;

import java.util.function.Function;
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

  /**
   * What a {@link VectorOptimizer} computes with on arrays. The host's own lends arrays that
   * earlier steps have done with; by default each is a new one.
   *
   * @param x the point, shape {@code [p]}
   */
  default Vectors<INDArray> vectors(INDArray x) {
    return Vectors.ofArrays(x);
  }

  /**
   * An objective on arrays as a plain {@link Optimizer} takes it.
   *
   * @param vectors what a step that is arithmetic on vectors computes with at a point
   */
  static BatchObjective of(
      VectorObjective<INDArray> objective, Function<INDArray, Vectors<INDArray>> vectors) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return objective.loss(x);
      }

      @Override
      public INDArray gradient(INDArray x) {
        return objective.gradient(x);
      }

      @Override
      public Vectors<INDArray> vectors(INDArray x) {
        return vectors.apply(x);
      }
    };
  }
}
