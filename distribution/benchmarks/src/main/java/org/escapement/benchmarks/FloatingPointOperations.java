package org.escapement.benchmarks;

/**
 * What the matrix products of a fully connected network cost, from its layer sizes alone;
 * everything elementwise is left out.
 *
 * <p>Let one layer have m inputs, k outputs, weights W, the direction's part V and the shift's part
 * S (the mean Hv), on n rows. Each matrix product below is one of n×m by m×k in some order, 2nmk
 * operations. What needs a derivative of the layer's input, or passes one back, is absent from the
 * first layer, and stands in brackets:
 *
 * <ul>
 *   <li>gradient: forward aWᵀ; backward δᵀa [δW]: 2 [+ 1];
 *   <li>Hessian product, the tangent sweep: forward aVᵀ [Ra Wᵀ]; backward Rδᵀa [δᵀRa, Rδ W, δV]: 2
 *       [+ 4];
 *   <li>covariance product in its centred form (1/n) Σ_i H_i (H_i v − Hv): the tangent sweep, then
 *       the second sweep, whose per-example directions are never formed: forward aSᵀ [Qa Wᵀ];
 *       backward Qδᵀa [δᵀQa, Qδ W, δS]: 4 [+ 8] with both.
 * </ul>
 *
 * The activations at the point are computed once for all products and counted in none.
 */
final class FloatingPointOperations {
  private FloatingPointOperations() {}

  static double gradient(long[] widths, long rows) {
    return count(widths, rows, 2, 3);
  }

  static double hessianProduct(long[] widths, long rows) {
    return count(widths, rows, 2, 6);
  }

  static double covarianceProduct(long[] widths, long rows) {
    return count(widths, rows, 4, 12);
  }

  private static double count(long[] widths, long rows, int ofFirst, int ofOthers) {
    double products = 0;
    for (int i = 1; i < widths.length; i++) {
      products += (double) widths[i - 1] * widths[i] * (i == 1 ? ofFirst : ofOthers);
    }
    return 2 * rows * products;
  }
}
