package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Tensors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The largest ratio vᵀAv / vᵀBv of two positive semi-definite operators with null(B) ⊆ null(A),
 * which is the largest eigenvalue of Av = μBv on the range of B.
 *
 * <p>Inverse-free Krylov subspaces (Golub &amp; Ye 2002): around the present ratio μ a Krylov basis
 * of A − μB is built from the present v; both operators are projected on it and the small problem
 * is solved. Nothing is inverted, and the ratio only grows, so it is a lower bound at any time. The
 * start vector is B times a random one: that keeps all vectors inside the range of B, where the
 * ratio is defined.
 */
public final class RatioMaximum {
  /** Krylov steps around one ratio. */
  private static final int CYCLE = 24;

  /** Cycles in a row without growth after which the ratio counts as converged. */
  private static final int QUIET_CYCLES = 2;

  /**
   * Directions in which B is smaller than this many rounding units, relatively, are its null space.
   */
  private static final double NULL_SPACE = 100;

  private final Compute compute;
  private final TensorPencil pencil;
  private final DataType type;
  private final Tolerance tolerance;
  private final Tensor imageA;
  private final Tensor imageB;
  private final Budget budget;

  private RatioMaximum(Pencil pencil, DataType type, Tolerance tolerance) {
    this.pencil = TensorPencil.of(pencil);
    this.compute = this.pencil.compute();
    this.type = type;
    this.tolerance = tolerance;
    this.budget = new Budget(tolerance);
    this.imageA = compute.zeros(type, 1, pencil.dimension());
    this.imageB = compute.zeros(type, 1, pencil.dimension());
  }

  /**
   * Maximises the ratio.
   *
   * @param pencil A and B
   * @param type the type of their vectors
   * @param tolerance relative: the growth of the ratio over a cycle below which, twice in a row, it
   *     counts as converged, with a residual below the root of that, since the ratio's error is
   *     quadratic in it; products: of both operators together
   * @param random the start vector's source
   * @return the ratio and its v, of length one; the residual is ‖Av − μBv‖ / ‖Bv‖, in the units of
   *     μ
   */
  public static EigenEstimate of(
      Pencil pencil, DataType type, Tolerance tolerance, RandomGenerator random) {
    RatioMaximum maximum = new RatioMaximum(pencil, type, tolerance);
    try {
      return maximum.solve(random);
    } finally {
      Tensor.close(maximum.imageA, maximum.imageB);
    }
  }

  private EigenEstimate solve(RandomGenerator random) {
    Tensor v = start(random);
    double ratio = 0;
    int quietCycles = 0;
    while (true) {
      Cycle cycle = new Cycle(v, ratio);
      if (!Double.isFinite(cycle.ratio)) {
        Tensor.close(v, cycle.vector);
        return new EigenEstimate(
            Double.NaN, Double.NaN, budget.products(), EigenStatus.NON_FINITE, null);
      }
      if (cycle.size == pencil.dimension() || cycle.ratio == 0) {
        Tensor.close(v);
        return new EigenEstimate(
            cycle.ratio,
            0,
            budget.products(),
            EigenStatus.CONVERGED,
            compute.release(cycle.vector));
      }
      // the cycle's first step told the residual of the v that it started from
      boolean quiet =
          cycle.ratio - ratio <= tolerance.relative() * ratio
              && cycle.residual <= Math.sqrt(tolerance.relative()) * ratio;
      quietCycles = quiet ? quietCycles + 1 : 0;
      boolean converged = quietCycles == QUIET_CYCLES;
      EigenStatus spent = budget.spent(1);
      if (converged || spent != null) {
        Tensor.close(cycle.vector);
        return new EigenEstimate(
            ratio,
            cycle.residual,
            budget.products(),
            converged ? EigenStatus.CONVERGED : spent,
            compute.release(v));
      }
      ratio = Math.max(ratio, cycle.ratio);
      Tensor.close(v);
      v = cycle.vector;
    }
  }

  private Tensor start(RandomGenerator random) {
    Tensor guess = RandomVectors.gaussian(compute, type, pencil.dimension(), random);
    Tensor vector = compute.zeros(type, 1, pencil.dimension());
    pencil.apply(guess, imageA, vector);
    Tensor.close(guess);
    return vector;
  }

  private double norm(Tensor vector) {
    return Math.sqrt(compute.dot(vector, vector));
  }

  private Tensor copy(Tensor vector) {
    Tensor copy = compute.zeros(type, 1, pencil.dimension());
    compute.copy(vector, copy);
    return copy;
  }

  /** One Krylov basis of A − μB, orthonormal, with both operators projected on it. */
  private final class Cycle {
    final List<Tensor> basis = new ArrayList<>();
    final double[][] projectedA = new double[CYCLE][CYCLE];
    final double[][] projectedB = new double[CYCLE][CYCLE];
    double residual;
    int size;
    double ratio;
    Tensor vector;

    Cycle(Tensor start, double shift) {
      Tensor next = copy(start);
      double scale = 0;
      double length = norm(next);
      while (size < CYCLE
          && size < pencil.dimension()
          && length > 10 * Tensors.epsilon(type) * scale) {
        compute.divide(next, length, next);
        basis.add(next);
        pencil.apply(next, imageA, imageB);
        budget.count();
        project();
        double around = shift > 0 ? shift : projectedA[size][size] / projectedB[size][size];
        next = copy(imageA);
        compute.add(next, -around, imageB, next);
        if (size == 0) {
          residual = norm(next) / norm(imageB);
          shift = around;
        }
        size++;
        scale = Math.max(scale, norm(next));
        orthogonalise(next);
        length = norm(next);
        if (!Double.isFinite(length)) {
          break;
        }
      }
      Tensor.close(next);
      solveSmall();
      basis.forEach(vector -> vector.close());
    }

    private void project() {
      for (int i = 0; i <= size; i++) {
        projectedA[i][size] = compute.dot(basis.get(i), imageA);
        projectedA[size][i] = projectedA[i][size];
        projectedB[i][size] = compute.dot(basis.get(i), imageB);
        projectedB[size][i] = projectedB[i][size];
      }
    }

    private void orthogonalise(Tensor w) {
      Tensor[] vectors = basis.toArray(Tensor[]::new);
      for (int pass = 0; pass < 2; pass++) {
        compute.removeComponents(vectors, vectors, w, null);
      }
    }

    /** The largest eigenvalue of the projected pencil, its null space left out. */
    private void solveSmall() {
      if (size == 0) {
        ratio = Double.NaN;
        return;
      }
      RealMatrix smallB = square(projectedB);
      if (!Double.isFinite(smallB.getFrobeniusNorm())) {
        ratio = Double.NaN;
        return;
      }
      var bases = new EigenDecompositionSymmetric(smallB);
      double[] values = bases.getEigenvalues();
      int rank = 0;
      while (rank < size
          && values[rank] > NULL_SPACE * Tensors.epsilon(type) * values[0]
          && values[rank] > 0) {
        rank++;
      }
      if (rank == 0) {
        ratio = 0;
        vector = copy(basis.get(0));
        return;
      }
      RealMatrix whitening = new Array2DRowRealMatrix(size, rank);
      for (int j = 0; j < rank; j++) {
        whitening.setColumnVector(j, bases.getEigenvector(j).mapMultiply(1 / Math.sqrt(values[j])));
      }
      RealMatrix whitened = whitening.transposeMultiply(square(projectedA)).multiply(whitening);
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < i; j++) {
          whitened.setEntry(i, j, whitened.getEntry(j, i));
        }
      }
      var small = new EigenDecompositionSymmetric(whitened);
      ratio = small.getEigenvalue(0);
      double[] weights = whitening.operate(small.getEigenvector(0)).toArray();
      vector = compute.zeros(type, 1, pencil.dimension());
      for (int i = 0; i < size; i++) {
        compute.add(vector, weights[i], basis.get(i), vector);
      }
      compute.divide(vector, norm(vector), vector);
    }

    private RealMatrix square(double[][] projected) {
      return new Array2DRowRealMatrix(projected, true).getSubMatrix(0, size - 1, 0, size - 1);
    }
  }
}
