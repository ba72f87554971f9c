package org.escapement.lab.meansquare;

/**
 * κ of {@link NoiseGain} for two numbers a coordinate, in closed form. The response cᵀF_aᵗb has the
 * transform n(z) / (z² − τ_az + δ_a) with n(z) = cᵀ adj(zI − A) b for all modes, and κ_ab is the
 * inner product of two such responses. With x_a = 1 − τ_a + δ_a, which is 0 without curvature,
 * nothing cancels where curvatures are small.
 *
 * <p>κ_ab is positive: its denominator vanishes only where an eigenvalue of F_a times one of F_b is
 * 1, and as |τ| &lt; 1 + δ its numerator is at least (|n₁| − |n₀|)² (1 − δ_aδ_b) for n(z) = n₁z +
 * n₀.
 */
final class TwoStateGain {
  private final double[] atOne; // x_a
  private final double[] determinant; // δ_a
  private final double squares;
  private final double cross;

  /**
   * @param state A
   * @param input b
   * @param output c
   * @param curvatures λ
   * @param growth μ: A and b are taken divided by √μ
   */
  TwoStateGain(
      double[][] state, double[] input, double[] output, double[] curvatures, double growth) {
    double root = Math.sqrt(growth);
    double a = state[0][0] / root;
    double b = state[0][1] / root;
    double c = state[1][0] / root;
    double d = state[1][1] / root;
    double leading = (output[0] * input[0] + output[1] * input[1]) / root;
    double constant =
        (output[0] * (b * input[1] - d * input[0]) + output[1] * (c * input[0] - a * input[1]))
            / root;
    this.squares = leading * leading + constant * constant;
    this.cross = leading * constant;
    this.atOne = new double[curvatures.length];
    this.determinant = new double[curvatures.length];
    for (int mode = 0; mode < curvatures.length; mode++) {
      atOne[mode] = (1 - a) * (1 - d) - b * c + curvatures[mode] * (leading + constant);
      determinant[mode] = a * d - b * c + curvatures[mode] * constant;
    }
  }

  /** κ_ab; needs ρ(F_a)ρ(F_b) below 1. */
  double at(int a, int b) {
    double x = atOne[a];
    double y = atOne[b];
    double d = determinant[a];
    double e = determinant[b];
    double both = 1 - d * e;
    double denominator = both * ((1 - e) * x + (1 - d) * y) + (e * x - y) * (x - d * y);
    double shifted = (1 + d - x) * (1 - e) + (1 + e - y) * (1 - d);
    return (squares * both + cross * shifted) / denominator;
  }
}
