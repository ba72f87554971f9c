package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/** f_i = (c/2) ‖F_i − y_i‖², whose second derivative is c times the identity. */
final class SquaredError implements LossFunction {
  private final Compute compute;
  private final double curvature;

  /**
   * @param curvature c: 2/k for the mean over k outputs, 1 for half the sum
   */
  SquaredError(Compute compute, double curvature) {
    this.compute = compute;
    this.curvature = curvature;
  }

  @Override
  public double delta(Tensor outputs, Tensor targets, Tensor delta) {
    compute.add(outputs, -1, targets, delta);
    double sum = 0.5 * curvature * compute.dot(delta, delta);
    compute.scale(delta, curvature, delta);
    return sum;
  }

  @Override
  public void derivative(Tensor outputs, Tensor targets, Tensor delta) {
    compute.add(outputs, -1, targets, delta);
    compute.scale(delta, curvature, delta);
  }

  @Override
  public void deltaTangent(Tensor rows) {
    compute.scale(rows, curvature, rows);
  }

  @Override
  public void root(Tensor rows) {
    compute.scale(rows, Math.sqrt(curvature), rows);
  }

  @Override
  public void rootTranspose(Tensor rows) {
    root(rows);
  }
}
