package org.escapement.engine.solver;

import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest algebraic eigenvalue of a symmetric operator, by Lanczos with full
 * re-orthogonalisation and thick restarts (Wu &amp; Simon 2000). Algebraic, not in magnitude: away
 * from a minimum a Hessian has negative eigenvalues, and −12 must not pass for +10.
 *
 * <p>With a preconditioner P the eigenvalue is that of P^½AP^½. No square root is taken: AP is
 * self-adjoint in the inner product rᵀPs, so each basis vector r is kept together with Pr.
 */
public final class Lanczos {
  /** Basis vectors before a restart, where memory does not limit them. */
  private static final int BASIS = 60;

  private static final int LEAST_BASIS = 12;

  /** Of the basis, the share of Ritz vectors that survive a restart. */
  private static final int KEPT_SHARE = 3;

  /** With a bigger basis the small eigenproblem is solved at every so many steps only. */
  private static final int CHECK_EVERY_STEP_UP_TO = 16;

  private static final int CHECK_INTERVAL = 4;

  /** Beside ln p, the products before an eigenvalue may be called rounding. */
  private static final int SEEN = 4;

  private final Compute compute;
  private final TensorOperator operator;
  private final DataType type;
  private final Tolerance tolerance;
  private final Budget budget;
  private final KrylovBasis basis;

  private Lanczos(
      LinearOperator operator, Preconditioner preconditioner, DataType type, Tolerance tolerance) {
    this.operator = TensorOperator.of(operator);
    this.compute = this.operator.compute();
    this.type = type;
    this.tolerance = tolerance;
    this.budget = new Budget(tolerance);
    int size =
        tolerance.basisVectors(
            KrylovBasis.vectorBytes(operator, preconditioner, type), LEAST_BASIS, BASIS);
    this.basis = new KrylovBasis(this.operator, preconditioner, type, size, budget);
  }

  /**
   * λmax(A) from a random start.
   *
   * @param operator A, symmetric
   * @param type the type of its vectors
   * @param tolerance when to stop
   * @param random the start vector's source
   */
  public static EigenEstimate largest(
      LinearOperator operator, DataType type, Tolerance tolerance, RandomGenerator random) {
    return largest(operator, Preconditioner.identity(), type, tolerance, null, random);
  }

  /**
   * λmax(P^½AP^½).
   *
   * @param operator A, symmetric
   * @param preconditioner P, symmetric positive definite
   * @param type the type of their vectors
   * @param tolerance when to stop; residuals are those of P^½AP^½
   * @param start a guess of the eigenvector, or null; it is mixed with a random vector, because a
   *     start inside an invariant subspace would hide all others
   * @param random the random vectors' source
   * @return the estimate; its vector y satisfies APy = λy and yᵀPy = 1
   */
  public static EigenEstimate largest(
      LinearOperator operator,
      Preconditioner preconditioner,
      DataType type,
      Tolerance tolerance,
      INDArray start,
      RandomGenerator random) {
    Lanczos lanczos = new Lanczos(operator, preconditioner, type, tolerance);
    try {
      return lanczos.solve(start, random);
    } finally {
      lanczos.basis.close();
    }
  }

  /** Whether the small eigenproblem of a basis of that size is solved. */
  static boolean isDue(int size) {
    return size <= CHECK_EVERY_STEP_UP_TO || size % CHECK_INTERVAL == 0;
  }

  private EigenEstimate solve(INDArray start, RandomGenerator random) {
    KrylovBasis.Direction next = basis.direction(startVector(start, random));
    if (!(next.length() > 0)) {
      return nonFinite(next);
    }
    double gate =
        Double.POSITIVE_INFINITY; // bound below which the true residual is worth a product
    while (true) {
      if (!next.isFinite()) {
        return nonFinite(next);
      }
      next = basis.extend(next);
      if (!next.isFinite()) {
        return nonFinite(next);
      }
      boolean invariant = next.length() <= basis.breakdown() || basis.isWhole();
      EigenStatus spent = budget.spent(2); // one more step, then the residual
      if (invariant || spent != null || basis.isFull() || isDue(basis.size())) {
        Ritz ritz = basis.ritz(0);
        Tolerance applies = invariant ? tolerance : tolerance();
        double allowed = applies.allowed(ritz.values()[0], ritz.norm());
        double bound = ritz.bound(0, next.length());
        // less than rounding is not to be had, though bounds may pretend it or never get there
        double worthwhile = Math.max(allowed, basis.breakdown());
        if (invariant || spent != null || bound <= Math.min(worthwhile, gate)) {
          EigenEstimate estimate = explicit(ritz, allowed, bound, invariant, spent);
          if (estimate != null) {
            next.close();
            return estimate;
          }
          gate = bound / 2;
        }
        if (basis.isFull()) {
          basis.compress(0, ritz, ritz.size() / KEPT_SHARE);
        }
      }
    }
  }

  /**
   * What applies as long as the basis grows: without rounding at first. The share of a random start
   * along an eigenvector is 1/√p, so that an eigenvalue far above rounding shows hardly in the
   * first products; after k of them the largest Ritz value is below half of it with a probability
   * of 1.65 √p e^{−√½ (2k − 1)} at most (Kuczyński &amp; Woźniakowski 1992), 0.4 % at p = 10 and
   * less for more.
   */
  private Tolerance tolerance() {
    return budget.products() < SEEN + Math.log(operator.dimension())
        ? tolerance.withRounding(0)
        : tolerance;
  }

  /** The Ritz pair with its residual computed afresh; null to go on. */
  private EigenEstimate explicit(
      Ritz ritz, double allowed, double bound, boolean invariant, EigenStatus spent) {
    Tensor vector = basis.vector(ritz.vectors()[0]);
    Tensor image = basis.image(ritz.vectors()[0], vector);
    Tensor residual = compute.zeros(type, 1, operator.dimension());
    operator.apply(image, residual);
    budget.count();
    double square = compute.dot(vector, image);
    double value = compute.dot(residual, image) / square;
    compute.add(residual, -value, vector, residual);
    double size;
    try (KrylovBasis.Direction outside = basis.direction(residual)) {
      size = outside.length() / Math.sqrt(square);
    }
    if (image != vector) {
      Tensor.close(image);
    }
    EigenStatus status = null;
    if (!Double.isFinite(size)) {
      status = EigenStatus.NON_FINITE;
    } else if (size <= Math.max(allowed, basis.breakdown())) {
      status = EigenStatus.CONVERGED;
    } else if (invariant || bound <= 1e-2 * allowed) {
      status = EigenStatus.ROUNDING_LIMIT;
    } else if (spent != null) {
      status = spent;
    }
    if (status == null) {
      Tensor.close(vector);
      return null;
    }
    compute.divide(vector, Math.sqrt(square), vector);
    return new EigenEstimate(value, size, budget.products(), status, compute.release(vector));
  }

  private Tensor startVector(INDArray start, RandomGenerator random) {
    Tensor vector = RandomVectors.gaussian(compute, type, operator.dimension(), random);
    if (start != null) {
      try (Tensor guess = compute.upload(start)) {
        double share = 0.1 * norm(guess) / norm(vector);
        compute.scale(vector, share, vector);
        compute.add(vector, 1, guess, vector);
        compute.synchronize();
      }
    }
    return vector;
  }

  private double norm(Tensor vector) {
    return Math.sqrt(compute.dot(vector, vector));
  }

  private EigenEstimate nonFinite(KrylovBasis.Direction direction) {
    direction.close();
    return new EigenEstimate(
        Double.NaN, Double.NaN, budget.products(), EigenStatus.NON_FINITE, null);
  }
}
