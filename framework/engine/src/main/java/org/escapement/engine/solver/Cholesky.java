package org.escapement.engine.solver;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.escapement.engine.tensor.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A = RᵀR with R upper triangular, by halves: the first half's factor, the rows of R beside it, and
 * what they leave of the second half. Nearly all of the work is general matrix products. LAPACK's
 * dpotrf solves with triangles, which OpenBLAS gets wrong on processors with AVX-512.
 */
public final class Cholesky {
  /** Rows that are eliminated one by one. */
  private static final int SMALLEST = 16;

  private final DoublePointer left;
  private final DoublePointer right;
  private final DoublePointer out;
  private final int n;

  private Cholesky(DoublePointer left, DoublePointer right, DoublePointer out, int n) {
    this.left = left;
    this.right = right;
    this.out = out;
    this.n = n;
  }

  /**
   * Factorises a matrix in place.
   *
   * @param matrix double, shape {@code [n, n]}, c order and contiguous, symmetric; its entries on
   *     and above the diagonal are read and become R, those below are left alone
   * @return whether the matrix is positive definite; if not, the entries read are lost. A matrix
   *     with an entry that is not finite is not
   * @throws IllegalArgumentException for a matrix of another form
   */
  public static boolean factorize(INDArray matrix) {
    int n = (int) matrix.size(0);
    if (matrix.rank() != 2
        || matrix.dataType() != DataType.DOUBLE
        || matrix.size(1) != n
        || matrix.ordering() != 'c'
        || matrix.isView()) {
      throw new IllegalArgumentException(
          "needs a square double matrix in c order, found " + matrix.shapeInfoToString());
    }
    Pointer address = HostMemory.pointer(matrix);
    try (DoublePointer left = new DoublePointer(address);
        DoublePointer right = new DoublePointer(address);
        DoublePointer out = new DoublePointer(address)) {
      return new Cholesky(left, right, out, n).factorize(0, n);
    }
  }

  /** Of the diagonal block {@code [from, to)}, from which the rows before are already taken. */
  private boolean factorize(int from, int to) {
    if (to - from <= SMALLEST) {
      return eliminate(from, to);
    }
    int middle = middle(from, to);
    if (!factorize(from, middle)) {
      return false;
    }
    solve(from, middle, middle, to);
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        openblas.CblasTrans,
        to - middle,
        middle - from,
        -1,
        at(left, from, middle),
        n,
        1,
        at(out, middle, middle),
        n);
    return factorize(middle, to);
  }

  private static int middle(int from, int to) {
    return from + (to - from + 1) / 2;
  }

  /** Row by row inside a diagonal block. */
  private boolean eliminate(int from, int to) {
    for (int i = from; i < to; i++) {
      double pivot = at(out, i, i).get();
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return false;
      }
      openblas.cblas_dscal(to - i, 1 / Math.sqrt(pivot), at(out, i, i), 1);
      for (int j = i + 1; j < to; j++) {
        double factor = at(left, i, j).get();
        openblas.cblas_daxpy(to - j, -factor, at(left, i, j), 1, at(out, j, j), 1);
      }
    }
    return true;
  }

  /**
   * Makes X with RᵀX = B of B, the columns {@code [first, end)} of the rows {@code [from, to)},
   * whose diagonal block holds R.
   */
  private void solve(int from, int to, int first, int end) {
    if (to - from <= SMALLEST) {
      substitute(from, to, first, end);
      return;
    }
    int middle = middle(from, to);
    solve(from, middle, first, end);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        to - middle,
        end - first,
        middle - from,
        -1,
        at(left, from, middle),
        n,
        at(right, from, first),
        n,
        1,
        at(out, middle, first),
        n);
    solve(middle, to, first, end);
  }

  private void substitute(int from, int to, int first, int end) {
    for (int i = from; i < to; i++) {
      if (i > from) {
        openblas.cblas_dgemv(
            openblas.CblasRowMajor,
            openblas.CblasTrans,
            i - from,
            end - first,
            -1,
            at(left, from, first),
            n,
            at(right, from, i),
            n,
            1,
            at(out, i, first),
            1);
      }
      openblas.cblas_dscal(end - first, 1 / at(right, i, i).get(), at(out, i, first), 1);
    }
  }

  private DoublePointer at(DoublePointer pointer, int row, int column) {
    return pointer.position((long) row * n + column);
  }
}
