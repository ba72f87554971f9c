package org.escapement.testkit.problem;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Σ_j 100 (x_{j+1} − x_j²)² + (1 − x_j)², a curved valley with its floor at (1, …, 1); the start is
 * (−1.2, 1, −1.2, …).
 */
public final class Rosenbrock extends ExampleObjective {
  /**
   * @param dimension the length of points, at least 2
   * @param precision of points
   */
  public Rosenbrock(int dimension, DataType precision) {
    super(1, dimension, precision);
  }

  @Override
  protected double start(int coordinate) {
    return coordinate % 2 == 0 ? -1.2 : 1;
  }

  @Override
  protected double add(int example, double[] x, double[] sum) {
    double value = 0;
    for (int j = 0; j + 1 < x.length; j++) {
      double bend = x[j + 1] - x[j] * x[j];
      double way = 1 - x[j];
      value += 100 * bend * bend + way * way;
      sum[j] -= 400 * bend * x[j] + 2 * way;
      sum[j + 1] += 200 * bend;
    }
    return value;
  }
}
