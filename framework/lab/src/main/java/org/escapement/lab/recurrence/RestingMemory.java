package org.escapement.lab.recurrence;

import java.util.Arrays;
import java.util.Optional;
import org.escapement.spi.linearization.Recurrence;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The memory of a method that begins at a displaced point: what is there after steps without a
 * gradient, which lead nowhere. It is the z with Az = z whose point is 1. In the coordinates (x, u)
 * of the heavy ball that is (1, 0), in (x_t, x_{t−1}) it is (1, 1), since a method that begins at a
 * point has that point for its past.
 */
public final class RestingMemory {
  /** Smaller singular values of A − I, as a share of the largest of A and 1, are zero. */
  private static final double ZERO = 1e-6;

  private RestingMemory() {}

  /**
   * The eigenvector of A for the eigenvalue 1.
   *
   * @return z, its first entry 1; empty where there is none, as with a point that moves without a
   *     gradient, or more than one, as with memory that nothing forgets
   */
  public static Optional<double[]> of(Recurrence recurrence) {
    int order = recurrence.order();
    RealMatrix stateMatrix = MatrixUtils.createRealMatrix(recurrence.stateMatrix());
    double unit = Math.max(1, stateMatrix.getNorm1());
    SingularValueDecomposition decomposition =
        new SingularValueDecomposition(
            stateMatrix.subtract(MatrixUtils.createRealIdentityMatrix(order)));
    double[] sizes = decomposition.getSingularValues();
    boolean exists = sizes[order - 1] <= ZERO * unit;
    boolean unique = order == 1 || sizes[order - 2] > ZERO * unit;
    double[] kept = decomposition.getV().getColumn(order - 1);
    return exists && unique && Math.abs(kept[0]) > ZERO
        ? Optional.of(Arrays.stream(kept).map(entry -> entry / kept[0]).toArray())
        : Optional.empty();
  }
}
