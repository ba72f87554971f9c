package org.escapement.lab.curvature;

import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;

/**
 * Sharpness and non-uniformity of a minimum, with the eigenpairs behind them.
 *
 * @param sharpness λmax(H) and its eigenvector
 * @param squaredNonUniformity λmax(Σ) and its eigenvector
 * @param smallest λmin(H)
 * @param gaussNewtonSharpness λmax of the Gauss–Newton part of H, and its eigenvector
 * @param gaussNewtonSquaredNonUniformity λmax of Σ with the Gauss–Newton parts of every H_i
 */
public record CurvatureMeasurement(
    EigenEstimate sharpness,
    EigenEstimate squaredNonUniformity,
    EigenEstimate smallest,
    EigenEstimate gaussNewtonSharpness,
    EigenEstimate gaussNewtonSquaredNonUniformity)
    implements AutoCloseable {
  /** λmin is wanted to this share of the sharpness: enough to tell a saddle from a minimum. */
  private static final double SMALLEST_TOLERANCE = 1e-3;

  /** Measures H and Σ, and the Gauss–Newton part of H, at one point. */
  public static CurvatureMeasurement of(
      CurvatureOperators operators,
      CurvatureOperators gaussNewton,
      Tolerance tolerance,
      RandomGenerator random) {
    EigenEstimate sharpness = operators.sharpness(tolerance, null, random);
    EigenEstimate nonUniformity =
        operators.squaredNonUniformity(tolerance, sharpness, null, random);
    EigenEstimate smallest = operators.smallest(tolerance.withAbsolute(SMALLEST_TOLERANCE), random);
    EigenEstimate gaussNewtonSharpness =
        gaussNewton.sharpness(tolerance, sharpness.vector(), random);
    EigenEstimate gaussNewtonSquare =
        gaussNewton.squaredNonUniformity(
            tolerance, gaussNewtonSharpness, nonUniformity.vector(), random);
    return new CurvatureMeasurement(
        sharpness, nonUniformity, smallest, gaussNewtonSharpness, gaussNewtonSquare);
  }

  /** s = λmax(Σ)^½. */
  public double nonUniformity() {
    return root(squaredNonUniformity);
  }

  /** What the residual of λmax(Σ) leaves open in its root. */
  public double nonUniformityError() {
    return rootError(squaredNonUniformity);
  }

  /**
   * The root of an eigenvalue that is not negative; that of a rounding error below zero is zero.
   */
  public static double root(EigenEstimate square) {
    return Math.sqrt(Math.max(0, square.value()));
  }

  /** What the eigenvalue's residual leaves open in its root. */
  public static double rootError(EigenEstimate square) {
    double root = root(square);
    return root == 0 ? Math.sqrt(square.residual()) : square.residual() / (2 * root);
  }

  /** Whether both numbers met the tolerance. */
  public boolean converged() {
    return sharpness.status() == EigenStatus.CONVERGED
        && squaredNonUniformity.status() == EigenStatus.CONVERGED;
  }

  @Override
  public void close() {
    sharpness.close();
    squaredNonUniformity.close();
    smallest.close();
    gaussNewtonSharpness.close();
    gaussNewtonSquaredNonUniformity.close();
  }
}
