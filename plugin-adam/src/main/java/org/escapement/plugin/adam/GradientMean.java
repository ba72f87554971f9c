package org.escapement.plugin.adam;

import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;

/** Steps along a mean of gradients, m' = βm + (1−β)g, behind a preconditioner P that is held. */
final class GradientMean {
  private GradientMean() {}

  /**
   * x' = x − rPm'. In the coordinates (x, u = rPm) that is u' = βu + r(1−β)Pg, x' = x − u'.
   *
   * @param beta β
   * @param learningRate η
   * @param correction r/η, the corrections for bias
   * @param preconditioner P
   */
  static Recurrence recurrence(
      double beta, double learningRate, double correction, Preconditioner preconditioner) {
    double gain = learningRate * correction * (1 - beta);
    return new Recurrence(
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {gain, -gain},
        new double[] {1, 0},
        preconditioner,
        learningRate);
  }

  /**
   * x' = x − rP(βm' + (1−β)g), which looks ahead as Nesterov's method does. With u' put into x', x'
   * = x − β²u − (1+β)r(1−β)Pg.
   *
   * @param beta β
   * @param learningRate η
   * @param correction r/η, the corrections for bias
   * @param preconditioner P
   */
  static Recurrence lookAhead(
      double beta, double learningRate, double correction, Preconditioner preconditioner) {
    double gain = learningRate * correction * (1 - beta);
    return new Recurrence(
        new double[][] {{1, -beta * beta}, {0, beta}},
        new double[] {(1 + beta) * gain, -gain},
        new double[] {1, 0},
        preconditioner,
        learningRate);
  }

  /** 1/(1−β₁ᵗ), by which a mean of t gradients that started from zero falls short. */
  static double correction(double beta1, double time) {
    return 1 / (1 - Math.pow(beta1, time));
  }

  /** √(1−β₂ᵗ)/(1−β₁ᵗ), both means' corrections. */
  static double correction(double beta1, double beta2, double time) {
    return Math.sqrt(1 - Math.pow(beta2, time)) * correction(beta1, time);
  }
}
