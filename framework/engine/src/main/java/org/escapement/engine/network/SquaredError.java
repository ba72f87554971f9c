package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** f_i = (c/2) ‖F_i − y_i‖², whose second derivative is c times the identity. */
final class SquaredError implements LossFunction {
  private final double curvature;

  /**
   * @param curvature c: 2/k for the mean over k outputs, 1 for half the sum
   */
  SquaredError(double curvature) {
    this.curvature = curvature;
  }

  @Override
  public double delta(INDArray outputs, INDArray targets, INDArray delta) {
    outputs.sub(targets, delta);
    INDArray flat = delta.reshape(delta.length());
    double sum = 0.5 * curvature * Tensors.dot(flat, flat);
    delta.muli(curvature);
    return sum;
  }

  @Override
  public void deltaTangent(INDArray rows) {
    rows.muli(curvature);
  }

  @Override
  public void root(INDArray rows) {
    rows.muli(Math.sqrt(curvature));
  }

  @Override
  public void rootTranspose(INDArray rows) {
    root(rows);
  }
}
