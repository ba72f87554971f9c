package org.escapement.spi.model;

import java.util.OptionalDouble;
import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss that is a mean over examples, f = (1/n) Σ f_i, with its derivatives. */
public interface Objective {
  /** The number n of examples. */
  int examples();

  /** The length p of the parameter vector. */
  long dimension();

  /** The type of points, gradients and directions. */
  DataType precision();

  /** How the loss is scaled, in words; stored with every value that scales with it. */
  String lossConvention();

  /** The mean of f_i over the batch at {@code x}. */
  double loss(INDArray x, Batch batch);

  /**
   * Computes the gradient of the batch loss.
   *
   * @param x the point, shape {@code [p]}, not written
   * @param batch the examples
   * @param out shape {@code [p]}, overwritten
   * @return the batch loss at {@code x}
   */
  double gradient(INDArray x, Batch batch, INDArray out);

  /** The share of examples classified rightly at {@code x}, where that has a meaning. */
  default OptionalDouble accuracy(INDArray x) {
    return OptionalDouble.empty();
  }

  /**
   * Second derivatives at {@code x}. Without an override they are central differences of {@link
   * #gradient}.
   *
   * @param x the point, not written; it must not change while the result is in use
   */
  default Curvature curvature(INDArray x) {
    return new DifferenceCurvature(this, x);
  }

  /** This objective seen through one batch, as an optimizer's step sees it. */
  default BatchObjective on(Batch batch) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return Objective.this.loss(x, batch);
      }

      @Override
      public INDArray gradient(INDArray x) {
        INDArray out = x.ulike();
        Objective.this.gradient(x, batch, out);
        return out;
      }
    };
  }
}
