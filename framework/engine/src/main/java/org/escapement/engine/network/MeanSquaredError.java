package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * f_i = (1/k) ‖F_i − y_i‖² over k outputs, so that the mean of f_i is the mean over all entries.
 */
final class MeanSquaredError implements LossFunction {
  @Override
  public double delta(INDArray outputs, INDArray targets, INDArray delta) {
    double width = outputs.size(1);
    outputs.sub(targets, delta);
    double sum = Tensors.dot(delta.reshape(delta.length()), delta.reshape(delta.length())) / width;
    delta.muli(2 / width);
    return sum;
  }

  @Override
  public void deltaTangent(INDArray outputTangent) {
    outputTangent.muli(2.0 / outputTangent.size(1));
  }
}
