package org.escapement.engine.network;

import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The per-example losses f_i of the network's outputs, with first and second derivatives. */
interface LossFunction {
  /**
   * The derivative of f_i with respect to example i's outputs.
   *
   * @param delta shape of {@code outputs}, overwritten
   * @return Σ f_i over the rows
   */
  double delta(INDArray outputs, INDArray targets, INDArray delta);

  /** Σ f_i over the rows; {@code scratch} is overwritten. */
  default double sum(INDArray outputs, INDArray targets, INDArray scratch) {
    return delta(outputs, targets, scratch);
  }

  /** The derivative of {@code delta} along a change of the outputs, in place. */
  void deltaTangent(INDArray outputTangent);

  /** The function of a loss. */
  static LossFunction of(Loss loss) {
    return switch (loss) {
      case MEAN_SQUARED_ERROR -> new MeanSquaredError();
    };
  }
}
