package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  private final Pencil pencil;
  private final DataType type;
  private final Tolerance tolerance;
  private final INDArray imageA;
  private final INDArray imageB;
  private final Budget budget;

  private RatioMaximum(Pencil pencil, DataType type, Tolerance tolerance) {
    this.pencil = pencil;
    this.type = type;
    this.tolerance = tolerance;
    this.budget = new Budget(tolerance);
    this.imageA = Tensors.vector(type, pencil.dimension());
    this.imageB = Tensors.vector(type, pencil.dimension());
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
      Tensors.free(maximum.imageA, maximum.imageB);
    }
  }

  private EigenEstimate solve(RandomGenerator random) {
    INDArray v = start(random);
    double ratio = 0;
    int quietCycles = 0;
    while (true) {
      Cycle cycle = new Cycle(v, ratio);
      if (!Double.isFinite(cycle.ratio)) {
        Tensors.free(v, cycle.vector);
        return new EigenEstimate(
            Double.NaN, Double.NaN, budget.products(), EigenStatus.NON_FINITE, null);
      }
      if (cycle.size == pencil.dimension() || cycle.ratio == 0) {
        Tensors.free(v);
        return new EigenEstimate(
            cycle.ratio, 0, budget.products(), EigenStatus.CONVERGED, cycle.vector);
      }
      // the cycle's first step told the residual of the v that it started from
      boolean quiet =
          cycle.ratio - ratio <= tolerance.relative() * ratio
              && cycle.residual <= Math.sqrt(tolerance.relative()) * ratio;
      quietCycles = quiet ? quietCycles + 1 : 0;
      boolean converged = quietCycles == QUIET_CYCLES;
      EigenStatus spent = budget.spent(1);
      if (converged || spent != null) {
        Tensors.free(cycle.vector);
        return new EigenEstimate(
            ratio, cycle.residual, budget.products(), converged ? EigenStatus.CONVERGED : spent, v);
      }
      ratio = Math.max(ratio, cycle.ratio);
      Tensors.free(v);
      v = cycle.vector;
    }
  }

  private INDArray start(RandomGenerator random) {
    INDArray guess = RandomVectors.gaussian(type, pencil.dimension(), random);
    INDArray vector = Tensors.vector(type, pencil.dimension());
    pencil.apply(guess, imageA, vector);
    Tensors.free(guess);
    return vector;
  }

  /** One Krylov basis of A − μB, orthonormal, with both operators projected on it. */
  private final class Cycle {
    final List<INDArray> basis = new ArrayList<>();
    final double[][] projectedA = new double[CYCLE][CYCLE];
    final double[][] projectedB = new double[CYCLE][CYCLE];
    double residual;
    int size;
    double ratio;
    INDArray vector;

    Cycle(INDArray start, double shift) {
      INDArray next = start.dup();
      double scale = 0;
      double length = Tensors.norm(next);
      while (size < CYCLE
          && size < pencil.dimension()
          && length > 10 * Tensors.epsilon(type) * scale) {
        next.divi(length);
        basis.add(next);
        pencil.apply(next, imageA, imageB);
        budget.count();
        project();
        double around = shift > 0 ? shift : projectedA[size][size] / projectedB[size][size];
        next = imageA.dup();
        Tensors.addScaled(-around, imageB, next);
        if (size == 0) {
          residual = Tensors.norm(next) / Tensors.norm(imageB);
          shift = around;
        }
        size++;
        scale = Math.max(scale, Tensors.norm(next));
        orthogonalise(next);
        length = Tensors.norm(next);
        if (!Double.isFinite(length)) {
          break;
        }
      }
      Tensors.free(next);
      solveSmall();
      basis.forEach(Tensors::free);
    }

    private void project() {
      for (int i = 0; i <= size; i++) {
        projectedA[i][size] = Tensors.dot(basis.get(i), imageA);
        projectedA[size][i] = projectedA[i][size];
        projectedB[i][size] = Tensors.dot(basis.get(i), imageB);
        projectedB[size][i] = projectedB[i][size];
      }
    }

    private void orthogonalise(INDArray w) {
      for (int pass = 0; pass < 2; pass++) {
        for (INDArray q : basis) {
          Tensors.addScaled(-Tensors.dot(q, w), q, w);
        }
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
        vector = basis.get(0).dup();
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
      vector = Tensors.vector(type, pencil.dimension());
      for (int i = 0; i < size; i++) {
        Tensors.addScaled(weights[i], basis.get(i), vector);
      }
      vector.divi(Tensors.norm(vector));
    }

    private RealMatrix square(double[][] projected) {
      return new Array2DRowRealMatrix(projected, true).getSubMatrix(0, size - 1, 0, size - 1);
    }
  }
}
