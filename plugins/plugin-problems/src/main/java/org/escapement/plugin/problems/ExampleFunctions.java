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

  /**
   * Rows J_i, each of d entries, with J_iᵀJ_i the Hessian of f_i at x; empty where it has a
   * negative eigenvalue.
   */
  Optional<double[][]> factor(int i, double[] x);

  /** Whether the rows of {@link #factor} are derivatives of outputs F_i, with f_i = ½ ‖F_i‖². */
  boolean hasOutputs();
}
