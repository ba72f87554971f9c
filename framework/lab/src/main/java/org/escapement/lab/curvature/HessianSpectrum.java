package org.escapement.lab.curvature;

import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.LeadingEigenpairs;
import org.escapement.engine.solver.SpectralDensity;
import org.escapement.engine.solver.Tolerance;

/**
 * The largest eigenvalues of H and the density of all.
 *
 * @param leading the largest, in falling order, without their vectors
 * @param status whether these are the largest, to the tolerance
 * @param products operator products spent on them
 * @param density of all eigenvalues, by stochastic Lanczos quadrature
 * @param steps Lanczos steps a probe
 */
public record HessianSpectrum(
    List<EigenEstimate> leading,
    EigenStatus status,
    int products,
    SpectralDensity density,
    int steps) {
  private static final int PROBES = 10;

  /** For a standard error. */
  private static final int LEAST_PROBES = 2;

  private static final int MOST_STEPS = 100;
  private static final int LEAST_STEPS = 2;

  /** Vectors that a step needs beside the basis. */
  private static final int WORKING_VECTORS = 6;

  /** Shares of the spectrum's width that the density is smoothed by. */
  private static final double KERNEL = 0.01;

  private static final double LEAST_KERNEL = 1e-6;
  private static final int POINTS = 301;

  /**
   * Computes it.
   *
   * @param count how many leading eigenvalues, at most as many as there are
   * @param tolerance of each of them; the products are for each as well, and for the density
   */
  public static HessianSpectrum of(
      CurvatureOperators operators, int count, Tolerance tolerance, RandomGenerator random) {
    int wanted = (int) Math.min(count, operators.dimension());
    int products = (int) Math.min(Integer.MAX_VALUE, (long) wanted * tolerance.maxProducts());
    Tolerance forAll = tolerance.withMaxProducts(Math.max(2, products));
    List<EigenEstimate> leading;
    EigenStatus status;
    int spent;
    try (LeadingEigenpairs pairs =
        LeadingEigenpairs.largest(operators.hessian(), operators.type(), wanted, forAll, random)) {
      leading = pairs.pairs().stream().map(EigenEstimate::withoutVector).toList();
      status = pairs.status();
      spent = pairs.products();
    }
    // only now, as its basis needs the room that the eigenvectors had
    int steps = steps(operators, tolerance);
    SpectralDensity density =
        SpectralDensity.of(operators.hessian(), operators.type(), PROBES, steps, tolerance, random);
    return new HessianSpectrum(leading, status, spent, density, steps);
  }

  /** As many as are useful, have room in memory, and leave products for two probes. */
  private static int steps(CurvatureOperators operators, Tolerance tolerance) {
    double vector = (double) operators.dimension() * operators.type().width();
    double fitting = tolerance.maxBytes() / vector - WORKING_VECTORS;
    long most = Math.min(MOST_STEPS, operators.dimension());
    double allowed = Math.min(fitting, tolerance.maxProducts() / LEAST_PROBES);
    return (int) Math.max(Math.min(LEAST_STEPS, most), Math.min(most, allowed));
  }

  /** The standard deviation of the Gaussian that smooths the density; NaN without one. */
  public double width() {
    double[] nodes = density.nodes();
    if (nodes.length == 0) {
      return Double.NaN;
    }
    double largest = Math.max(Math.abs(nodes[0]), Math.abs(nodes[nodes.length - 1]));
    double spread = nodes[nodes.length - 1] - nodes[0];
    return Math.max(KERNEL * spread, largest == 0 ? LEAST_KERNEL : LEAST_KERNEL * largest);
  }

  /** The smoothed density, without points if there is no probe. */
  public SpectralDensity.Curve curve() {
    double[] none = {};
    return density.probes().isEmpty()
        ? new SpectralDensity.Curve(none, none, none)
        : density.smoothed(width(), POINTS);
  }
}
