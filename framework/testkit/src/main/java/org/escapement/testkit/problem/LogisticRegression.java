package org.escapement.testkit.problem;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * f_i(x) = ln(1 + exp(−b_i a_iᵀx)) + (μ/2)‖x‖² with a_ij = sin(1.7 i + 0.9 j + 0.3 i j) and b_i = 1
 * where sin(2.3 i) ≥ 0, else −1: strongly convex, its least value not zero.
 */
public final class LogisticRegression extends ExampleObjective {
  private final double regularization;

  /**
   * @param examples n
   * @param dimension the number of features
   * @param regularization μ
   * @param precision of points
   */
  public LogisticRegression(
      int examples, int dimension, double regularization, DataType precision) {
    super(examples, dimension, precision);
    this.regularization = regularization;
  }

  @Override
  protected double start(int coordinate) {
    return 0;
  }

  @Override
  protected double add(int example, double[] x, double[] sum) {
    double label = Math.sin(2.3 * example) >= 0 ? 1 : -1;
    double margin = 0;
    double square = 0;
    for (int j = 0; j < x.length; j++) {
      margin += label * feature(example, j) * x[j];
      square += x[j] * x[j];
    }
    double slope = -label / (1 + Math.exp(margin));
    for (int j = 0; j < x.length; j++) {
      sum[j] += slope * feature(example, j) + regularization * x[j];
    }
    double loss = Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    return loss + regularization / 2 * square;
  }

  private static double feature(int example, int j) {
    return Math.sin(1.7 * example + 0.9 * j + 0.3 * example * j);
  }
}
