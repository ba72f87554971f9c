package org.escapement.plugin.problems;

/**
 * F_ab = u_aᵀv_b, one example for every entry of Y, in rows; the parameters are U, m×r, and after
 * it V, n×r.
 *
 * @param targets Y, m×n
 * @param width r
 */
record MatrixFactorisation(double[][] targets, int width) implements Regression {
  private int columns() {
    return targets[0].length;
  }

  @Override
  public int count() {
    return targets.length * columns();
  }

  @Override
  public int dimension() {
    return (targets.length + columns()) * width;
  }

  /** Where u_a begins in the parameters. */
  private int left(int example) {
    return example / columns() * width;
  }

  /** Where v_b begins. */
  private int right(int example) {
    return (targets.length + example % columns()) * width;
  }

  @Override
  public double residual(int i, double[] x) {
    double sum = -targets[i / columns()][i % columns()];
    for (int l = 0; l < width; l++) {
      sum += x[left(i) + l] * x[right(i) + l];
    }
    return sum;
  }

  @Override
  public double[] outputGradient(int i, double[] x) {
    double[] gradient = new double[dimension()];
    for (int l = 0; l < width; l++) {
      gradient[left(i) + l] = x[right(i) + l];
      gradient[right(i) + l] = x[left(i) + l];
    }
    return gradient;
  }

  @Override
  public double[][] outputHessian(int i, double[] x) {
    double[][] hessian = new double[dimension()][dimension()];
    for (int l = 0; l < width; l++) {
      hessian[left(i) + l][right(i) + l] = 1;
      hessian[right(i) + l][left(i) + l] = 1;
    }
    return hessian;
  }
}
