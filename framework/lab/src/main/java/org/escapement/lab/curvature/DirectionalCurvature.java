package org.escapement.lab.curvature;

/**
 * The curvatures vᵀH_iv along one direction.
 *
 * @param mean vᵀHv
 * @param variance (1/n) Σ_i (vᵀH_iv − vᵀHv)², which is at most vᵀΣv for v of length one
 */
public record DirectionalCurvature(double mean, double variance) {
  /** Of the curvatures of every example. */
  public static DirectionalCurvature of(double[] curvatures) {
    double mean = 0;
    for (double curvature : curvatures) {
      mean += curvature / curvatures.length;
    }
    double variance = 0;
    for (double curvature : curvatures) {
      variance += (curvature - mean) * (curvature - mean) / curvatures.length;
    }
    return new DirectionalCurvature(mean, variance);
  }
}
