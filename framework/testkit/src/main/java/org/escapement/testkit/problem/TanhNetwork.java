package org.escapement.testkit.problem;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * ½‖F(a_i) − t_i‖² of a network F(a) = V tanh(W a + b) + c with inputs a_ij = sin(1.7 i + 0.9 j)
 * and targets t_ik = sin(1.1 i + 0.5 k). Its parameters are W, b, V, c, matrices by rows; those of
 * the start are 0.5 sin(1.3 q + 0.2).
 */
public final class TanhNetwork extends ExampleObjective {
  private final int inputs;
  private final int hidden;
  private final int outputs;

  /**
   * @param examples n
   * @param inputs length of a
   * @param hidden units
   * @param outputs length of t
   * @param precision of points
   */
  public TanhNetwork(int examples, int inputs, int hidden, int outputs, DataType precision) {
    super(examples, (inputs + 1) * hidden + (hidden + 1) * outputs, precision);
    this.inputs = inputs;
    this.hidden = hidden;
    this.outputs = outputs;
  }

  @Override
  protected double start(int coordinate) {
    return 0.5 * Math.sin(1.3 * coordinate + 0.2);
  }

  @Override
  protected double add(int example, double[] x, double[] sum) {
    int biases = inputs * hidden;
    int second = biases + hidden;
    int offsets = second + hidden * outputs;
    double[] active = new double[hidden];
    for (int h = 0; h < hidden; h++) {
      double z = x[biases + h];
      for (int j = 0; j < inputs; j++) {
        z += x[h * inputs + j] * input(example, j);
      }
      active[h] = Math.tanh(z);
    }
    double loss = 0;
    double[] back = new double[hidden];
    for (int k = 0; k < outputs; k++) {
      double residual = x[offsets + k] - Math.sin(1.1 * example + 0.5 * k);
      for (int h = 0; h < hidden; h++) {
        residual += x[second + k * hidden + h] * active[h];
      }
      loss += residual * residual / 2;
      sum[offsets + k] += residual;
      for (int h = 0; h < hidden; h++) {
        sum[second + k * hidden + h] += residual * active[h];
        back[h] += residual * x[second + k * hidden + h];
      }
    }
    for (int h = 0; h < hidden; h++) {
      double slope = back[h] * (1 - active[h] * active[h]);
      sum[biases + h] += slope;
      for (int j = 0; j < inputs; j++) {
        sum[h * inputs + j] += slope * input(example, j);
      }
    }
    return loss;
  }

  private static double input(int example, int j) {
    return Math.sin(1.7 * example + 0.9 * j);
  }
}
