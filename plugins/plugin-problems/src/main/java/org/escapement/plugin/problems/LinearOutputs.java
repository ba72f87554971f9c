package org.escapement.plugin.problems;

/**
 * F_i = a_iᵀx, with the targets y_i = a_iᵀt of a teacher t.
 *
 * @param inputs the rows a_i
 * @param teacher t
 */
record LinearOutputs(double[][] inputs, double[] teacher) implements Regression {
  @Override
  public int count() {
    return inputs.length;
  }

  @Override
  public int dimension() {
    return teacher.length;
  }

  @Override
  public double residual(int i, double[] x) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += inputs[i][j] * (x[j] - teacher[j]);
    }
    return sum;
  }

  @Override
  public double[] outputGradient(int i, double[] x) {
    return inputs[i].clone();
  }

  @Override
  public double[][] outputHessian(int i, double[] x) {
    return new double[x.length][x.length];
  }
}
