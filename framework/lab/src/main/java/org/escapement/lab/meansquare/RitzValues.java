package org.escapement.lab.meansquare;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/** What a subspace shows of an operator's spectrum. */
final class RitzValues {
  /** Squarings of the projected operator, after which its norm tells the radius to rounding. */
  private static final int SQUARINGS = 40;

  private static final double ROUNDING = 1e-14;

  private RitzValues() {}

  /**
   * The spectral radius of the operator's projection, by Gelfand's formula.
   *
   * @param metric the inner products of the basis vectors in any inner product
   * @param projected those of basis vectors (row) with images (column)
   * @return infinite if that is no inner product to rounding; 0 if there are no basis vectors
   */
  static double radius(double[][] metric, double[][] projected) {
    if (metric.length == 0) {
      return 0;
    }
    RealMatrix power = inOrthonormalBasis(metric, projected);
    if (power == null) {
      return Double.POSITIVE_INFINITY;
    }
    double logarithm = 0;
    for (int squaring = 0; true; squaring++) {
      double norm = power.getFrobeniusNorm();
      if (norm == 0) {
        return 0;
      }
      double correction = Math.log(norm) / (1L << squaring);
      logarithm += correction;
      if (squaring == SQUARINGS || squaring > 0 && Math.abs(correction) < ROUNDING) {
        return Math.exp(logarithm);
      }
      power = power.scalarMultiply(1 / norm);
      power = power.multiply(power);
    }
  }

  private static RealMatrix inOrthonormalBasis(double[][] metric, double[][] projected) {
    CholeskyFactor factor = CholeskyFactor.of(metric);
    if (!factor.isPositiveDefinite()) {
      return null;
    }
    int size = metric.length;
    double[][] half = new double[size][];
    for (int i = 0; i < size; i++) {
      half[i] = projected[i].clone();
      factor.forward(half[i]);
    }
    RealMatrix columns = new Array2DRowRealMatrix(half, false).transpose();
    for (int j = 0; j < size; j++) {
      double[] row = columns.getRow(j);
      factor.forward(row);
      columns.setRow(j, row);
    }
    return columns.transpose();
  }
}
