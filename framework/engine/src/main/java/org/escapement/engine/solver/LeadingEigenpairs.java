package org.escapement.engine.solver;

import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The k largest or the k smallest eigenpairs of a symmetric operator, algebraically, by Lanczos
 * with full re-orthogonalisation and thick restarts (Wu &amp; Simon 2000).
 *
 * <p>Each pair carries its residual ‖Av − θv‖, computed afresh with one product: some eigenvalue
 * lies within that of θ. That says nothing about which one. A Krylov space of one start vector
 * holds a single copy of a multiple eigenvalue, so k converged pairs need not be the leading ones.
 * Therefore a second Lanczos run from a new random vector, orthogonal to the pairs, looks for what
 * was missed, again and again until it finds nothing. Such a run ends when its own largest Ritz
 * pair has converged (to 10⁻⁴ of the norm at least, as with a loose tolerance a start that happens
 * to lack an eigenvector would pass), or sooner, when by the bound of Kuczyński &amp; Woźniakowski
 * (1992: after m steps from a random vector the largest Ritz value lacks more than a share ε of the
 * spread with a probability of at most 1.648 √n exp(−√ε (2m − 1))) a missed eigenvalue beyond the
 * k-th is less probable than 2·10⁻⁴. The bound is rigorous, the first criterion is not: among
 * eigenvalues that crowd at the k-th one, some may be missed still.
 *
 * @param pairs the leading one first; fewer than k where the budget ended before there were k. The
 *     vectors are orthonormal. Each pair's own status says whether its residual meets the tolerance
 * @param products operator products spent on everything
 * @param status why the solver stopped: {@link EigenStatus#CONVERGED} if all k pairs meet the
 *     tolerance and the search for missed ones is finished; with a spent budget the pairs may be
 *     eigenpairs without being the leading ones
 */
public record LeadingEigenpairs(List<EigenEstimate> pairs, int products, EigenStatus status)
    implements AutoCloseable {
  /**
   * The k largest, in falling order.
   *
   * @param operator A, symmetric
   * @param type the type of its vectors
   * @param count k, from 1 to the dimension
   * @param tolerance when to stop; at least two products. After the time limit up to k products
   *     still follow, for the residuals
   * @param random the source of the start vectors
   */
  public static LeadingEigenpairs largest(
      LinearOperator operator,
      DataType type,
      int count,
      Tolerance tolerance,
      RandomGenerator random) {
    return largest(operator, Preconditioner.identity(), type, count, tolerance, random);
  }

  /**
   * The k largest of P^½AP^½; all else as in the other method.
   *
   * @param preconditioner P, symmetric positive definite
   * @return the pairs; a vector y satisfies APy = λy and yᵀPy = 1, residuals are those of P^½AP^½
   */
  public static LeadingEigenpairs largest(
      LinearOperator operator,
      Preconditioner preconditioner,
      DataType type,
      int count,
      Tolerance tolerance,
      RandomGenerator random) {
    check(operator, count, tolerance);
    return LeadingSearch.run(operator, preconditioner, type, count, tolerance, random);
  }

  /** The k smallest, in rising order; all else as in {@link #largest}. */
  public static LeadingEigenpairs smallest(
      LinearOperator operator,
      DataType type,
      int count,
      Tolerance tolerance,
      RandomGenerator random) {
    check(operator, count, tolerance);
    LeadingEigenpairs mirrored =
        LeadingSearch.run(
            new Negated(TensorOperator.of(operator)),
            Preconditioner.identity(),
            type,
            count,
            tolerance,
            random);
    List<EigenEstimate> pairs =
        mirrored.pairs.stream()
            .map(
                pair ->
                    new EigenEstimate(
                        0 - pair.value(), // no negative zero
                        pair.residual(),
                        pair.products(),
                        pair.status(),
                        pair.vector()))
            .toList();
    return new LeadingEigenpairs(pairs, mirrored.products, mirrored.status);
  }

  private static void check(LinearOperator operator, int count, Tolerance tolerance) {
    if (count < 1 || count > operator.dimension()) {
      throw new IllegalArgumentException(
          "count = " + count + ", must lie in [1, " + operator.dimension() + "]");
    }
    if (tolerance.maxProducts() < 2) {
      throw new IllegalArgumentException(
          "maxProducts = " + tolerance.maxProducts() + ", must be at least 2");
    }
  }

  /** Whether these are the leading pairs, to the tolerance. */
  public boolean converged() {
    return status == EigenStatus.CONVERGED;
  }

  /** The eigenvalues, the leading one first. */
  public double[] values() {
    return pairs.stream().mapToDouble(EigenEstimate::value).toArray();
  }

  /** Frees the vectors. */
  @Override
  public void close() {
    pairs.forEach(EigenEstimate::close);
  }

  /** −A. */
  private record Negated(TensorOperator operator) implements TensorOperator {
    @Override
    public long dimension() {
      return operator.dimension();
    }

    @Override
    public Compute compute() {
      return operator.compute();
    }

    @Override
    public void apply(Tensor v, Tensor out) {
      operator.apply(v, out);
      compute().scale(out, -1, out);
    }
  }
}
