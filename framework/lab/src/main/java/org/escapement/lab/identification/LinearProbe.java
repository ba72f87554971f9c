package org.escapement.lab.identification;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss (λ/2) ‖y − x*‖² that a step is probed with. It notes where the gradient was asked for,
 * and how often.
 */
final class LinearProbe implements BatchObjective {
  private final INDArray minimum;
  private final double curvature;

  private INDArray asked;
  private int gradients;

  /**
   * @param curvature λ; with 0 every gradient is zero
   */
  LinearProbe(INDArray minimum, double curvature) {
    this.minimum = minimum;
    this.curvature = curvature;
  }

  @Override
  public double loss(INDArray x) {
    double distance = x.distance2(minimum);
    return curvature / 2 * distance * distance;
  }

  @Override
  public INDArray gradient(INDArray x) {
    gradients++;
    asked = x.sub(minimum);
    return asked.mul(curvature);
  }

  /** Where the last gradient was asked for, less x*. */
  INDArray asked() {
    return asked;
  }

  /** How often one was. */
  int gradients() {
    return gradients;
  }
}
