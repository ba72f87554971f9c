package org.escapement.lab.meansquare;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/** What a subspace shows of an operator's spectrum. */
final class RitzValues {
  /** Directions in which the basis vectors are this much shorter than the longest are rounding. */
  private static final double DEPENDENT = 1e-10;

  /** Squarings of the projected operator, after which its norm tells the radius to 1e-3. */
  private static final int SQUARINGS = 12;

  private RitzValues() {}

  /**
   * The spectral radius of the operator's projection, by Gelfand's formula.
   *
   * @param gram the inner products of the basis vectors
   * @param projected those of basis vectors (rows) with images (columns)
   */
  static double radius(double[][] gram, double[][] projected) {
    EigenDecompositionSymmetric basis =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(gram, false));
    double[] values = basis.getEigenvalues();
    int kept = 0;
    while (kept < values.length && values[kept] > DEPENDENT * values[0]) {
      kept++;
    }
    RealMatrix orthonormal = basis.getV().getSubMatrix(0, values.length - 1, 0, kept - 1);
    for (int j = 0; j < kept; j++) {
      for (int i = 0; i < values.length; i++) {
        orthonormal.multiplyEntry(i, j, 1 / Math.sqrt(values[j]));
      }
    }
    RealMatrix power =
        orthonormal
            .transposeMultiply(new Array2DRowRealMatrix(projected, false))
            .multiply(orthonormal);
    double logarithm = 0;
    for (int squaring = 0; true; squaring++) {
      double norm = power.getFrobeniusNorm();
      if (norm == 0) {
        return 0;
      }
      logarithm += Math.log(norm) / (1L << squaring);
      if (squaring == SQUARINGS) {
        return Math.exp(logarithm);
      }
      power = power.scalarMultiply(1 / norm);
      power = power.multiply(power);
    }
  }
}
