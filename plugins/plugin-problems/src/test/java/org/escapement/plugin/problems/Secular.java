package org.escapement.plugin.problems;

import java.util.Arrays;

/** The equation Σ_j pλ_j / (μ − gλ_j) = 1 that closed-form critical learning rates 2/μ solve. */
final class Secular {
  private Secular() {}

  /**
   * Its root beyond gλ₁, by bisection; the left side falls from infinity to below 1.
   *
   * @param eigenvalues λ_j
   * @param noise p
   * @param own g
   */
  static double root(double[] eigenvalues, double noise, double own) {
    double lower = own * Arrays.stream(eigenvalues).max().orElseThrow();
    double upper = lower + noise * Arrays.stream(eigenvalues).sum();
    for (int halving = 0; halving < 100; halving++) {
      double middle = (lower + upper) / 2;
      double sum = 0;
      for (double value : eigenvalues) {
        sum += noise * value / (middle - own * value);
      }
      if (sum > 1) {
        lower = middle;
      } else {
        upper = middle;
      }
    }
    return upper;
  }
}
