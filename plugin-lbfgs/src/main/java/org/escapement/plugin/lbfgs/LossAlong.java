package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss of one batch on the line from {@code x} along a direction. It keeps the point and the
 * gradient of the last sample, which a search that accepts the sample need not compute again.
 */
final class LossAlong implements Line {
  private final BatchObjective objective;
  private final INDArray x;
  private final INDArray direction;
  private final INDArray point;
  private INDArray gradient;

  /**
   * @param x not written
   * @param direction not written
   */
  LossAlong(BatchObjective objective, INDArray x, INDArray direction) {
    this.objective = objective;
    this.x = x;
    this.direction = direction;
    this.point = x.ulike();
  }

  @Override
  public Sample at(double length) {
    direction.mul(length, point);
    point.addi(x);
    double value = objective.loss(point);
    if (!Double.isFinite(value)) {
      return new Sample(length, value, Double.NaN);
    }
    gradient = objective.gradient(point);
    return new Sample(length, value, Vectors.dot(gradient, direction));
  }

  /** The point of the last sample. */
  INDArray point() {
    return point;
  }

  /** The gradient at the last sample, if that was finite. */
  INDArray gradient() {
    return gradient;
  }
}
