package org.escapement.plugin.problems;

/** One output F_i for every example i, and targets that some parameters meet exactly. */
interface Regression {
  /** The number n of examples. */
  int count();

  /** The number d of parameters. */
  int dimension();

  /** F_i(x) − y_i. */
  double residual(int i, double[] x);

  /** ∇F_i(x). */
  double[] outputGradient(int i, double[] x);

  /** The Hessian of F_i at x. */
  double[][] outputHessian(int i, double[] x);
}
