package org.escapement.plugin.problems;

import java.util.Optional;

/** The functions f_i of a small problem, with derivatives in closed form. */
interface ExampleFunctions {
  /** The number n of functions. */
  int count();

  /** The number d of variables. */
  int dimension();

  /** f_i(x). */
  double value(int i, double[] x);

  /** ∇f_i(x). */
  double[] gradient(int i, double[] x);

  /** The Hessian of f_i at x. */
  double[][] hessian(int i, double[] x);

  /** The part of the Hessian of f_i that remains as its residual vanishes; without one, all. */
  default double[][] gaussNewton(int i, double[] x) {
    return hessian(i, x);
  }

  /**
   * Rows J_i, each of d entries, with J_iᵀJ_i the Gauss–Newton matrix of f_i at x; empty where it
   * has a negative eigenvalue.
   */
  Optional<double[][]> factor(int i, double[] x);

  /** The derivatives of the outputs F_i, rows of d entries; empty where f_i has no outputs. */
  Optional<double[][]> outputDerivatives(int i, double[] x);

  /** How the loss is scaled, in words. */
  default String lossConvention() {
    return "1/n sum of the problem's functions";
  }
}
