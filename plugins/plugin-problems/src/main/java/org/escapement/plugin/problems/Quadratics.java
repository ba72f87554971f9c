package org.escapement.plugin.problems;

import java.util.List;
import java.util.Optional;

/**
 * f_i = ½ xᵀH_i x.
 *
 * @param hessians H_i, symmetric, d×d
 * @param factors J_i with J_iᵀJ_i = H_i, each of d columns; empty where H_i has a negative
 *     eigenvalue
 * @param hasOutputs whether the factors were given, so that f_i = ½ ‖J_i x‖² has outputs
 */
record Quadratics(List<double[][]> hessians, List<Optional<double[][]>> factors, boolean hasOutputs)
    implements ExampleFunctions {

  static Quadratics ofHessians(List<double[][]> hessians) {
    return new Quadratics(hessians, hessians.stream().map(Cholesky::factor).toList(), false);
  }

  static Quadratics ofFactors(List<double[][]> factors) {
    return new Quadratics(
        factors.stream().map(Quadratics::gram).toList(),
        factors.stream().map(Optional::of).toList(),
        true);
  }

  /** JᵀJ. */
  private static double[][] gram(double[][] factor) {
    int width = factor[0].length;
    double[][] gram = new double[width][width];
    for (double[] row : factor) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  @Override
  public int count() {
    return hessians.size();
  }

  @Override
  public int dimension() {
    return hessians.get(0).length;
  }

  @Override
  public double value(int i, double[] x) {
    double[] gradient = gradient(i, x);
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += gradient[j] * x[j];
    }
    return sum / 2;
  }

  @Override
  public double[] gradient(int i, double[] x) {
    double[] product = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < x.length; k++) {
        product[j] += hessians.get(i)[j][k] * x[k];
      }
    }
    return product;
  }

  @Override
  public double[][] hessian(int i, double[] x) {
    return hessians.get(i);
  }

  @Override
  public Optional<double[][]> factor(int i, double[] x) {
    return factors.get(i);
  }

  @Override
  public Optional<double[][]> outputDerivatives(int i, double[] x) {
    return hasOutputs ? factors.get(i) : Optional.empty();
  }
}
