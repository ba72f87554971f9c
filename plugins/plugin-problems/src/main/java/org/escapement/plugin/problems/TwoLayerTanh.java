package org.escapement.plugin.problems;

/**
 * F(x) = Σ_l v_l tanh(w_lᵀx), h units; the parameters are W, h×d, and after it v.
 *
 * @param inputs one row of d entries for every example
 * @param targets y_i
 * @param units h
 */
record TwoLayerTanh(double[][] inputs, double[] targets, int units) implements Regression {
  private int width() {
    return inputs[0].length;
  }

  @Override
  public int count() {
    return inputs.length;
  }

  @Override
  public int dimension() {
    return units * (width() + 1);
  }

  private double activation(int i, int unit, double[] x) {
    double sum = 0;
    for (int j = 0; j < width(); j++) {
      sum += x[unit * width() + j] * inputs[i][j];
    }
    return Math.tanh(sum);
  }

  private double outputWeight(int unit, double[] x) {
    return x[units * width() + unit];
  }

  @Override
  public double residual(int i, double[] x) {
    double sum = -targets[i];
    for (int unit = 0; unit < units; unit++) {
      sum += outputWeight(unit, x) * activation(i, unit, x);
    }
    return sum;
  }

  @Override
  public double[] outputGradient(int i, double[] x) {
    double[] gradient = new double[dimension()];
    for (int unit = 0; unit < units; unit++) {
      double activation = activation(i, unit, x);
      double slope = 1 - activation * activation;
      gradient[units * width() + unit] = activation;
      for (int j = 0; j < width(); j++) {
        gradient[unit * width() + j] = outputWeight(unit, x) * slope * inputs[i][j];
      }
    }
    return gradient;
  }

  @Override
  public double[][] outputHessian(int i, double[] x) {
    double[][] hessian = new double[dimension()][dimension()];
    for (int unit = 0; unit < units; unit++) {
      double activation = activation(i, unit, x);
      double slope = 1 - activation * activation;
      double bend = -2 * activation * slope * outputWeight(unit, x);
      int first = unit * width();
      int output = units * width() + unit;
      for (int j = 0; j < width(); j++) {
        for (int k = 0; k < width(); k++) {
          hessian[first + j][first + k] = bend * inputs[i][j] * inputs[i][k];
        }
        hessian[first + j][output] = slope * inputs[i][j];
        hessian[output][first + j] = slope * inputs[i][j];
      }
    }
    return hessian;
  }
}
