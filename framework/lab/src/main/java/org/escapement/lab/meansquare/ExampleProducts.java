package org.escapement.lab.meansquare;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;

/**
 * M ↦ (1/n) Σ_i H_iMH_i on symmetric matrices. Only triangles are computed: with M = T + Tᵀ, T
 * upper triangular, Y = UT takes little more than nkr² operations; Z_i = Y_iU_iᵀ + U_iY_iᵀ is
 * U_iMU_iᵀ; and of Σ_i U_iᵀZ_iU_i the blocks on and above the diagonal take little more than nkr²
 * again.
 */
final class ExampleProducts implements AutoCloseable {
  /** Columns of U T, and of the result, that one GEMM computes. */
  private static final int BLOCK = 160;

  private final ReducedCurvature curvature;
  private final NativeMatrix square;
  private final NativeMatrix tall;
  private final NativeMatrix small;

  ExampleProducts(ReducedCurvature curvature) {
    this.curvature = curvature;
    this.square = NativeMatrix.zeros(curvature.modes(), curvature.modes());
    this.tall = NativeMatrix.zeros(curvature.factors().rows(), curvature.modes());
    this.small = NativeMatrix.zeros(curvature.outputs(), curvature.outputs());
  }

  ReducedCurvature curvature() {
    return curvature;
  }

  /**
   * Holds the argument, to be written by the caller, as the upper triangle T with M = T + Tᵀ; after
   * {@link #apply} it holds the result's upper triangle. Its other entries have no meaning.
   */
  NativeMatrix square() {
    return square;
  }

  /** Replaces the matrix in {@link #square}. */
  void apply() {
    NativeMatrix factors = curvature.factors();
    int rows = factors.rows();
    int r = curvature.modes();
    for (int from = 0; from < r; from += BLOCK) {
      int width = Math.min(BLOCK, r - from);
      clearBelowDiagonal(from, width);
      openblas.cblas_dgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasNoTrans,
          rows,
          width,
          from + width,
          1,
          factors.at(0, 0),
          r,
          square.at(0, from),
          r,
          0,
          tall.at(0, from),
          r);
    }
    for (int example = 0; example < curvature.examples(); example++) {
      multiplyBlock(example);
    }
    for (int from = 0; from < r; from += BLOCK) {
      int width = Math.min(BLOCK, r - from);
      openblas.cblas_dgemm(
          openblas.CblasRowMajor,
          openblas.CblasTrans,
          openblas.CblasNoTrans,
          from + width,
          width,
          rows,
          1.0 / curvature.examples(),
          factors.at(0, 0),
          r,
          tall.at(0, from),
          r,
          0,
          square.at(0, from),
          r);
    }
  }

  /** Of a diagonal block, so that a general product may read it: OpenBLAS gets dtrmm wrong. */
  private void clearBelowDiagonal(int from, int width) {
    for (int row = from + 1; row < from + width; row++) {
      for (int column = from; column < row; column++) {
        square.put(row, column, 0);
      }
    }
  }

  /** Makes Z_iU_i of Y_i. */
  private void multiplyBlock(int example) {
    int k = curvature.outputs();
    int r = curvature.modes();
    long row = (long) example * k;
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        k,
        k,
        r,
        1,
        tall.at(row, 0),
        r,
        curvature.factors().at(row, 0),
        r,
        0,
        small.at(0, 0),
        k);
    addTranspose();
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        k,
        r,
        k,
        1,
        small.at(0, 0),
        k,
        curvature.factors().at(row, 0),
        r,
        0,
        tall.at(row, 0),
        r);
  }

  private void addTranspose() {
    DoubleIndexer entries = small.entries();
    int k = curvature.outputs();
    for (int i = 0; i < k; i++) {
      for (int j = i; j < k; j++) {
        double sum = entries.get((long) i * k + j) + entries.get((long) j * k + i);
        entries.put((long) i * k + j, sum);
        entries.put((long) j * k + i, sum);
      }
    }
  }

  @Override
  public void close() {
    square.close();
    tall.close();
    small.close();
  }
}
