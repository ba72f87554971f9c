package org.escapement.plugin.problems;

import java.util.Optional;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;

/**
 * f_i = (c/2)(F_i − y_i)². Its Hessian is c (J_iᵀJ_i + (F_i − y_i) ∇²F_i) with J_i = ∇F_iᵀ, its
 * Gauss–Newton matrix c J_iᵀJ_i; at a point that meets all targets they are the same.
 *
 * @param regression F_i and y_i
 * @param loss how errors are scaled: for one output c = 2 is the mean squared error, c = 1 half of
 *     it
 */
record SquaredErrors(Regression regression, Loss loss) implements ExampleFunctions {
  SquaredErrors {
    if (loss == Loss.CROSS_ENTROPY) {
      throw new EscapementException(
          ErrorCode.CONFIG_CONFLICT,
          "the model is a regression; its loss must be "
              + Loss.MEAN_SQUARED_ERROR
              + " or "
              + Loss.HALF_SQUARED_ERROR
              + ", not "
              + loss);
    }
  }

  /** c. */
  private double scale() {
    return loss == Loss.MEAN_SQUARED_ERROR ? 2 : 1;
  }

  @Override
  public int count() {
    return regression.count();
  }

  @Override
  public int dimension() {
    return regression.dimension();
  }

  @Override
  public String lossConvention() {
    return loss.convention();
  }

  @Override
  public double value(int i, double[] x) {
    double residual = regression.residual(i, x);
    return scale() / 2 * residual * residual;
  }

  @Override
  public double[] gradient(int i, double[] x) {
    return times(scale() * regression.residual(i, x), regression.outputGradient(i, x));
  }

  @Override
  public double[][] hessian(int i, double[] x) {
    double[][] hessian = gaussNewton(i, x);
    double[][] bend = regression.outputHessian(i, x);
    double weight = scale() * regression.residual(i, x);
    for (int row = 0; row < hessian.length; row++) {
      for (int column = 0; column < hessian.length; column++) {
        hessian[row][column] += weight * bend[row][column];
      }
    }
    return hessian;
  }

  @Override
  public double[][] gaussNewton(int i, double[] x) {
    double[] row = regression.outputGradient(i, x);
    double[][] product = new double[row.length][];
    for (int j = 0; j < row.length; j++) {
      product[j] = times(scale() * row[j], row);
    }
    return product;
  }

  @Override
  public Optional<double[][]> factor(int i, double[] x) {
    return Optional.of(new double[][] {times(Math.sqrt(scale()), regression.outputGradient(i, x))});
  }

  @Override
  public Optional<double[][]> outputDerivatives(int i, double[] x) {
    return Optional.of(new double[][] {regression.outputGradient(i, x)});
  }

  private static double[] times(double factor, double[] vector) {
    double[] product = new double[vector.length];
    for (int j = 0; j < vector.length; j++) {
      product[j] = factor * vector[j];
    }
    return product;
  }
}
