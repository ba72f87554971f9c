package org.escapement.engine.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays by their addresses, for products too small to be worth a call through ND4J, which costs as
 * much as a hundred of them.
 */
final class Native {
  /**
   * OpenBLAS keeps a product of fewer multiplications on the calling thread. Larger ones would have
   * the workers wait for each other at its thread pool.
   */
  private static final long ONE_THREAD = 1 << 18;

  /** The least columns of a piece that keep the processor's vector units busy. */
  private static final int NARROWEST = 8;

  private Native() {}

  /**
   * A pointer to an array's first entry, in units of entries, with a position of its own. The array
   * must outlive it.
   */
  static Pointer pointer(INDArray array) {
    Pointer address = HostMemory.pointer(array);
    return array.dataType() == DataType.FLOAT
        ? new FloatPointer(address)
        : new DoublePointer(address);
  }

  /** Sets the first entries to zero. */
  static void clear(Pointer to, long length) {
    Pointer.memset(to.position(0), 0, length * to.sizeof());
  }

  /** Copies the first entries. */
  static void copy(Pointer from, Pointer to, long length) {
    Pointer.memcpy(to.position(0), from.position(0), length * to.sizeof());
  }

  /**
   * {@code c = op(a) op(b) + beta c} on matrices whose rows lie {@code lda}, {@code ldb}, {@code
   * ldc} entries apart, op(a) of shape {@code [m, k]}, on the calling thread. The pointers'
   * positions are the first entries and are left as they are.
   */
  static void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Pointer a,
      int lda,
      Pointer b,
      int ldb,
      double beta,
      Pointer c,
      int ldc) {
    int columns = (int) Math.min(n, Math.max(NARROWEST, ONE_THREAD / ((long) m * k)));
    int rows = (int) Math.min(m, Math.max(1, ONE_THREAD / ((long) columns * k)));
    long firstA = a.position();
    long firstB = b.position();
    long firstC = c.position();
    for (int i = 0; i < m; i += rows) {
      a.position(firstA + (transposeA ? i : (long) i * lda));
      for (int j = 0; j < n; j += columns) {
        b.position(firstB + (transposeB ? (long) j * ldb : j));
        c.position(firstC + (long) i * ldc + j);
        gemm(
            transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
            transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
            Math.min(rows, m - i),
            Math.min(columns, n - j),
            k,
            a,
            lda,
            b,
            ldb,
            beta,
            c,
            ldc);
      }
    }
    a.position(firstA);
    b.position(firstB);
    c.position(firstC);
  }

  private static void gemm(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      Pointer a,
      int lda,
      Pointer b,
      int ldb,
      double beta,
      Pointer c,
      int ldc) {
    int order = openblas.CblasRowMajor;
    if (c instanceof FloatPointer floats) {
      FloatPointer left = (FloatPointer) a;
      FloatPointer right = (FloatPointer) b;
      openblas.cblas_sgemm(
          order,
          transposeA,
          transposeB,
          m,
          n,
          k,
          1,
          left,
          lda,
          right,
          ldb,
          (float) beta,
          floats,
          ldc);
    } else {
      DoublePointer left = (DoublePointer) a;
      DoublePointer right = (DoublePointer) b;
      openblas.cblas_dgemm(
          order,
          transposeA,
          transposeB,
          m,
          n,
          k,
          1,
          left,
          lda,
          right,
          ldb,
          beta,
          (DoublePointer) c,
          ldc);
    }
  }
}
