package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/**
 * The largest found of g(v) = vᵀHv + p Var_i(vᵀH_iv) / vᵀHv over directions v of length one. No
 * gradient step is stable in mean square beyond 2/g(v), whatever v is, so that a local maximum
 * does.
 */
final class DirectionalGrowth {
  private static final int ASCENTS = 60;

  private final ReducedCurvature curvature;
  private final double p;

  DirectionalGrowth(ReducedCurvature curvature, double p) {
    this.curvature = curvature;
    this.p = p;
  }

  double largest() {
    int r = curvature.modes();
    double best = 0;
    int bestMode = 0;
    for (int mode = 0; mode < r; mode++) {
      double growth = growth(alongMode(mode));
      if (growth > best) {
        best = growth;
        bestMode = mode;
      }
    }
    return Math.max(best, ascend(bestMode));
  }

  /** v_aᵀH_iv_a for all i. */
  private double[] alongMode(int mode) {
    double[] curvatures = new double[curvature.examples()];
    NativeMatrix factors = curvature.factors();
    for (int row = 0; row < factors.rows(); row++) {
      double entry = factors.get(row, mode);
      curvatures[row / curvature.outputs()] += entry * entry;
    }
    return curvatures;
  }

  /** g from the examples' curvatures along v. */
  private double growth(double[] curvatures) {
    double mean = Arrays.stream(curvatures).average().orElseThrow();
    double variance =
        Arrays.stream(curvatures).map(c -> (c - mean) * (c - mean)).average().orElseThrow();
    return mean + p * variance / mean;
  }

  /** Steps v ← (∂g/∂H) v, which the mean of H_i weighted by ∂g/∂(vᵀH_iv) is. */
  private double ascend(int mode) {
    NativeMatrix factors = curvature.factors();
    int rows = factors.rows();
    int r = curvature.modes();
    int n = curvature.examples();
    double best = 0;
    try (NativeMatrix v = NativeMatrix.zeros(1, r);
        NativeMatrix images = NativeMatrix.zeros(1, rows)) {
      for (int i = 0; i < r; i++) {
        v.put(0, i, i == mode ? 1 : 1e-3 / Math.sqrt(r)); // off the saddle that an eigenvector is
      }
      double[] along = new double[n];
      for (int ascent = 0; ascent < ASCENTS; ascent++) {
        double length = openblas.cblas_dnrm2(r, v.at(0, 0), 1);
        openblas.cblas_dscal(r, 1 / length, v.at(0, 0), 1);
        product(factors, false, v, images);
        Arrays.fill(along, 0);
        for (int row = 0; row < rows; row++) {
          along[row / curvature.outputs()] += images.get(0, row) * images.get(0, row);
        }
        best = Math.max(best, growth(along));
        double mean = Arrays.stream(along).average().orElseThrow();
        double square = Arrays.stream(along).map(c -> c * c).average().orElseThrow();
        for (int row = 0; row < rows; row++) {
          double weight =
              1 - p + 2 * p * along[row / curvature.outputs()] / mean - p * square / (mean * mean);
          images.put(0, row, weight * images.get(0, row));
        }
        product(factors, true, images, v);
      }
    }
    return best;
  }

  private static void product(
      NativeMatrix matrix, boolean transpose, NativeMatrix from, NativeMatrix to) {
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        transpose ? openblas.CblasTrans : openblas.CblasNoTrans,
        matrix.rows(),
        matrix.columns(),
        1,
        matrix.at(0, 0),
        matrix.columns(),
        from.at(0, 0),
        1,
        0,
        to.at(0, 0),
        1);
  }
}
