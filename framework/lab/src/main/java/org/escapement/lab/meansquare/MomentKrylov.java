package org.escapement.lab.meansquare;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.openblas.global.openblas;

/**
 * An orthonormal basis of the Krylov space of a moment operator K from the unit matrix, by Arnoldi
 * with full re-orthogonalisation. K maps positive semi-definite matrices to such; every one of them
 * has a positive inner product with the unit matrix, so the eigenvector of K's spectral radius
 * cannot be missed.
 *
 * <p>Its purpose is the resolvent X = (μ − K)⁻¹E. If μX − KX is positive definite then X is
 * positive definite if and only if the spectral radius is below μ (Collatz &amp; Wielandt for
 * cones), which makes a proof of an approximate X.
 */
final class MomentKrylov implements AutoCloseable {
  private static final int CHUNK = 8;

  /** Lengths below this share of the image's are rounding. */
  private static final double BREAKDOWN = 1e-14;

  /** A pass that leaves this share of the length leaves no need of another (Kahan). */
  private static final double KEPT = 0.7;

  private final MomentOperator operator;
  private final int capacity;
  private final List<NativeMatrix> chunks = new ArrayList<>();
  private final NativeMatrix work;
  private final NativeMatrix coefficients = NativeMatrix.zeros(1, CHUNK);
  private final List<double[]> projection = new ArrayList<>(); // columns of H, j + 2 entries each
  private boolean invariant;

  /**
   * @param operator K
   * @param maxBytes the memory that the basis may take; at least one chunk is taken
   */
  MomentKrylov(MomentOperator operator, long maxBytes) {
    this.operator = operator;
    long vectors = maxBytes / ((long) operator.length() * Double.BYTES) - 2;
    this.capacity = (int) Math.max(CHUNK, Math.min(vectors, Integer.MAX_VALUE));
    this.work = NativeMatrix.zeros(2, operator.length());
    chunks.add(NativeMatrix.zeros(CHUNK, operator.length()));
    operator.writeIdentity(chunks.get(0), 0);
    scale(chunks.get(0), 0, 1 / startLength());
  }

  /** ‖I‖, the length of the start. */
  double startLength() {
    return Math.sqrt(operator.modes());
  }

  /** Steps made: vectors whose image is known. */
  int size() {
    return projection.size();
  }

  /** Whether memory forbids another step. */
  boolean isFull() {
    return size() + 1 >= capacity;
  }

  /** Whether the last image lies in the space: no further step is possible. */
  boolean isInvariant() {
    return invariant;
  }

  /** Entry (i, j) of the projected operator, i ≤ j + 1. */
  double projected(int i, int j) {
    return projection.get(j)[i];
  }

  /** The length of the last image's part outside the space; exactly 0 if it is invariant. */
  double outside() {
    return projected(size(), size() - 1);
  }

  /** One more step. It spends one application. */
  void extend() {
    int j = size();
    operator.apply(chunks.get(j / CHUNK), j % CHUNK, work, 0);
    double[] column = new double[j + 2];
    double before = length(work, 0);
    double full = before;
    double after = orthogonalise(column);
    while (after < KEPT * before && after > BREAKDOWN * full) {
      before = after;
      after = orthogonalise(column);
    }
    invariant = !(after > BREAKDOWN * full) || j + 1 == operator.length();
    column[j + 1] = invariant ? 0 : after;
    projection.add(column);
    if (invariant) {
      return;
    }
    if ((j + 1) / CHUNK == chunks.size()) {
      chunks.add(NativeMatrix.zeros(CHUNK, operator.length()));
    }
    NativeMatrix chunk = chunks.get((j + 1) / CHUNK);
    copy(work, 0, chunk, (j + 1) % CHUNK);
    scale(chunk, (j + 1) % CHUNK, 1 / after);
  }

  /**
   * With X = Σ_j y_j q_j, whether E = μX − KX is positive definite, computed afresh. It spends one
   * application; {@link #isCombinationPositiveDefinite} then tells the same of X.
   */
  boolean certifies(double[] weights, double mu) {
    fill(work, 0, 0);
    for (int c = 0; c * CHUNK < weights.length; c++) {
      int count = Math.min(CHUNK, weights.length - c * CHUNK);
      for (int i = 0; i < count; i++) {
        coefficients.put(0, i, weights[c * CHUNK + i]);
      }
      addCombination(c, count, 1);
    }
    operator.apply(work, 0, work, 1);
    scale(work, 1, -1);
    axpy(mu, work, 0, work, 1);
    return operator.isPositiveDefinite(work, 1);
  }

  /** Whether the X of the last {@link #certifies} is positive definite. */
  boolean isCombinationPositiveDefinite() {
    return operator.isPositiveDefinite(work, 0);
  }

  /** One pass over all vectors; returns the length that is left. */
  private double orthogonalise(double[] column) {
    int vectors = size() + 1;
    for (int c = 0; c * CHUNK < vectors; c++) {
      int count = Math.min(CHUNK, vectors - c * CHUNK);
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          count,
          operator.length(),
          1,
          chunks.get(c).at(0, 0),
          operator.length(),
          work.at(0, 0),
          1,
          0,
          coefficients.at(0, 0),
          1);
      for (int i = 0; i < count; i++) {
        column[c * CHUNK + i] += coefficients.get(0, i);
      }
      addCombination(c, count, -1);
    }
    return length(work, 0);
  }

  /**
   * Adds {@code factor} times the chunk's vectors, by {@link #coefficients}, to the work's row 0.
   */
  private void addCombination(int chunk, int count, double factor) {
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        count,
        operator.length(),
        factor,
        chunks.get(chunk).at(0, 0),
        operator.length(),
        coefficients.at(0, 0),
        1,
        1,
        work.at(0, 0),
        1);
  }

  private static double length(NativeMatrix matrix, int row) {
    return openblas.cblas_dnrm2(matrix.columns(), matrix.at(row, 0), 1);
  }

  private static void scale(NativeMatrix matrix, int row, double factor) {
    openblas.cblas_dscal(matrix.columns(), factor, matrix.at(row, 0), 1);
  }

  private static void fill(NativeMatrix matrix, int row, double value) {
    for (int i = 0; i < matrix.columns(); i++) {
      matrix.put(row, i, value);
    }
  }

  private static void copy(NativeMatrix from, int source, NativeMatrix to, int target) {
    openblas.cblas_dcopy(from.columns(), from.at(source, 0), 1, to.at(target, 0), 1);
  }

  /** Rows of one matrix: y = y + αx. */
  private static void axpy(double alpha, NativeMatrix x, int source, NativeMatrix y, int target) {
    for (int i = 0; i < x.columns(); i++) {
      y.put(target, i, y.get(target, i) + alpha * x.get(source, i));
    }
  }

  @Override
  public void close() {
    chunks.forEach(NativeMatrix::close);
    work.close();
    coefficients.close();
  }
}
