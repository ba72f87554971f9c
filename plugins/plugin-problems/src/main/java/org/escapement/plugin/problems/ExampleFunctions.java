package org.escapement.plugin.problems;

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
}
