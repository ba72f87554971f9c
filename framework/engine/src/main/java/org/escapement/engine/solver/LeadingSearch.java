package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.nd4j.linalg.api.buffer.DataType;

/** One run for the largest eigenpairs; see {@link LeadingEigenpairs}. */
final class LeadingSearch {
  /** Basis vectors beyond twice the wanted ones, where memory does not limit them. */
  private static final int BEYOND = 60;

  private static final int LEAST_BEYOND = 12;

  /** Of those beyond, the share that survives a restart. */
  private static final int KEPT_SHARE = 3;

  /** Probability that the search for missed eigenvalues ends too soon, for each end's bound. */
  private static final double MISS_PROBABILITY = 1e-4;

  /** Verifications in a row without halving the worst residual that mean a rounding limit. */
  private static final int STALLS = 3;

  private final Compute compute;
  private final TensorOperator operator;
  private final DataType type;
  private final int count;
  private final Tolerance tolerance;
  private final RandomGenerator random;
  private final Budget budget;
  private final KrylovBasis basis;
  private final int keptBeyond;

  private KrylovBasis.Direction next;
  private List<EigenEstimate> pairs = List.of();
  private Tensor worstResidual;
  private double norm;

  private LeadingSearch(
      LinearOperator operator,
      Preconditioner preconditioner,
      DataType type,
      int count,
      Tolerance tolerance,
      RandomGenerator random) {
    this.operator = TensorOperator.of(operator);
    this.compute = this.operator.compute();
    this.type = type;
    this.count = count;
    this.tolerance = tolerance;
    this.random = random;
    this.budget = new Budget(tolerance);
    int size =
        tolerance.basisVectors(
            KrylovBasis.vectorBytes(operator, preconditioner, type),
            2 * count + LEAST_BEYOND,
            2 * count + BEYOND);
    this.keptBeyond = (size - 2 * count) / KEPT_SHARE;
    this.basis = new KrylovBasis(this.operator, preconditioner, type, size, budget);
  }

  static LeadingEigenpairs run(
      LinearOperator operator,
      Preconditioner preconditioner,
      DataType type,
      int count,
      Tolerance tolerance,
      RandomGenerator random) {
    LeadingSearch search =
        new LeadingSearch(operator, preconditioner, type, count, tolerance, random);
    try {
      EigenStatus status = search.solve();
      if (status == EigenStatus.NON_FINITE) {
        search.pairs.forEach(EigenEstimate::close);
        search.pairs = List.of();
      }
      return new LeadingEigenpairs(search.named(status), search.budget.products(), status);
    } finally {
      search.basis.close();
      if (search.next != null) {
        search.next.close();
      }
      Tensor.close(search.worstResidual);
    }
  }

  /** The pairs; one that misses the tolerance takes the reason of the end for its own. */
  private List<EigenEstimate> named(EigenStatus end) {
    return pairs.stream()
        .map(
            pair ->
                pair.status() != null
                    ? pair
                    : new EigenEstimate(
                        pair.value(), pair.residual(), pair.products(), end, pair.vector()))
        .toList();
  }

  private EigenStatus solve() {
    next = basis.direction(RandomVectors.gaussian(compute, type, operator.dimension(), random));
    if (!extend()) {
      return EigenStatus.NON_FINITE;
    }
    while (true) {
      EigenStatus found = findPairs();
      if (found != EigenStatus.CONVERGED || basis.isWhole()) {
        return found;
      }
      EigenStatus complete = findMissed();
      if (complete != null) {
        return complete;
      }
    }
  }

  /** Takes the next direction into the basis; whether all is finite. */
  private boolean extend() {
    if (!next.isFinite()) {
      return false;
    }
    next = basis.extend(next);
    return next.isFinite();
  }

  private void goOnFrom(Tensor vector) {
    next.close();
    next = basis.outside(vector);
  }

  private void goOnFromRandom() {
    goOnFrom(RandomVectors.gaussian(compute, type, operator.dimension(), random));
  }

  private boolean isInvariant() {
    return next.length() <= basis.breakdown();
  }

  /** Steps until the leading Ritz pairs meet the tolerance, or something else ends it. */
  private EigenStatus findPairs() {
    double bestExcess = Double.POSITIVE_INFINITY;
    int stalls = 0;
    while (true) {
      boolean verified = false;
      boolean enough = basis.size() >= count;
      EigenStatus spent = spentBeforeNextStep();
      if (basis.isWhole()
          || spent != null
          || basis.isFull()
          || enough && (isInvariant() || Lanczos.isDue(basis.size()))) {
        Ritz ritz = basis.ritz(0);
        norm = ritz.norm();
        if (basis.isWhole() || spent != null || enough && meetsTolerance(ritz)) {
          double excess = verify(ritz);
          verified = true;
          if (Double.isNaN(excess)) {
            return EigenStatus.NON_FINITE;
          }
          if (excess <= 1 && enough) {
            basis.compress(0, ritz, basis.isWhole() ? ritz.size() : count);
            return EigenStatus.CONVERGED;
          }
          stalls = excess > bestExcess / 2 ? stalls + 1 : 0;
          bestExcess = Math.min(bestExcess, excess);
          if (basis.isWhole() || spent == null && stalls == STALLS) {
            return EigenStatus.ROUNDING_LIMIT;
          }
          spent = spent == null ? spentBeforeNextStep() : spent;
          if (spent != null) {
            return spent;
          }
        }
        if (basis.isFull()) {
          basis.compress(0, ritz, count + keptBeyond);
        }
      }
      if (verified) {
        // in a Krylov space this is the same direction; after a fresh start it is what is lacking
        goOnFrom(worstResidual);
        worstResidual = null;
      }
      if (isInvariant()) {
        goOnFromRandom();
      }
      if (!extend()) {
        return EigenStatus.NON_FINITE;
      }
    }
  }

  /** The limit that forbids one more step and the verification after it. */
  private EigenStatus spentBeforeNextStep() {
    return budget.spent(1 + Math.min(count, basis.size() + 1));
  }

  private double allowed(double value) {
    return Math.max(tolerance.allowed(value, norm), basis.breakdown());
  }

  private boolean meetsTolerance(Ritz ritz) {
    for (int i = 0; i < count; i++) {
      if (ritz.bound(i, next.length()) > allowed(ritz.values()[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Computes the leading pairs with their residuals.
   *
   * @return the worst residual as a multiple of what is allowed; NaN if one is not finite
   */
  private double verify(Ritz ritz) {
    pairs.forEach(EigenEstimate::close);
    List<EigenEstimate> found = new ArrayList<>();
    double worst = -1;
    for (int i = 0; i < Math.min(count, ritz.size()); i++) {
      Tensor vector = basis.vector(ritz.vectors()[i]);
      Tensor image = basis.image(ritz.vectors()[i], vector);
      double length = Math.sqrt(compute.dot(vector, image));
      Tensor residual = compute.zeros(type, 1, operator.dimension());
      operator.apply(image, residual);
      budget.count();
      double value = compute.dot(residual, image) / (length * length);
      compute.add(residual, -value, vector, residual);
      double size = basis.length(residual) / length;
      compute.divide(vector, length, vector);
      if (image != vector) {
        Tensor.close(image);
      }
      double allowed = allowed(value);
      double excess = size == 0 ? 0 : size / allowed;
      EigenStatus status = excess <= 1 ? EigenStatus.CONVERGED : null; // see named
      found.add(new EigenEstimate(value, size, budget.products(), status, compute.release(vector)));
      if (!(excess <= worst)) {
        worst = excess;
        Tensor.close(worstResidual);
        worstResidual = residual;
      } else {
        Tensor.close(residual);
      }
      if (!Double.isFinite(size)) {
        worst = Double.NaN;
        break;
      }
    }
    found.sort(Comparator.comparingDouble(EigenEstimate::value).reversed());
    pairs = found;
    return worst;
  }

  /**
   * With the basis cut down to the pairs, looks for an eigenvalue beyond the last of them in their
   * complement.
   *
   * @return {@code CONVERGED} if there is none; why it could not be finished; or null if there is
   *     one, which the basis then holds
   */
  private EigenStatus findMissed() {
    double last = pairs.get(count - 1).value();
    boolean restarted = false;
    goOnFromRandom();
    while (true) {
      EigenStatus spent = budget.spent(1);
      if (spent != null) {
        return spent;
      }
      if (!extend()) {
        return EigenStatus.NON_FINITE;
      }
      int steps = basis.size() - count;
      boolean exhausted = isInvariant() || basis.isWhole();
      if (!exhausted && !basis.isFull() && !Lanczos.isDue(steps)) {
        continue;
      }
      Ritz ritz = basis.ritz(count);
      double top = ritz.values()[0];
      double lowest = Math.min(last, ritz.values()[steps - 1]);
      if (!restarted && isImprobable(last - top, last - lowest, steps)) {
        return EigenStatus.CONVERGED;
      }
      norm = Math.max(norm, ritz.norm());
      double allowed = allowed(top);
      // with a loose tolerance an unlucky start passes for an eigenvector of something smaller
      double enough =
          top > last + allowed
              ? allowed
              : Math.max(Math.min(allowed, MISS_PROBABILITY * norm), basis.breakdown());
      if (exhausted || ritz.bound(0, next.length()) <= enough) {
        if (top <= last + allowed) {
          return EigenStatus.CONVERGED;
        }
        return budget.spent(count); // to verify the new set
      }
      if (basis.isFull()) {
        basis.compress(count, ritz, keptBeyond);
        restarted = true;
      }
    }
  }

  /**
   * Whether a Ritz value that far below the last pair makes a missed eigenvalue improbable.
   *
   * @param gap from the last pair's value down to the largest Ritz value
   * @param spread from the last pair's value down to the smallest Ritz value
   */
  private boolean isImprobable(double gap, double spread, int steps) {
    double root =
        Math.log(1.648 * Math.sqrt(operator.dimension()) / MISS_PROBABILITY) / (2 * steps - 1);
    double share = root * root;
    // the smallest Ritz value lacks as much of the true spread, hence the division
    return share < 1 && gap > share * spread / (1 - share);
  }
}
