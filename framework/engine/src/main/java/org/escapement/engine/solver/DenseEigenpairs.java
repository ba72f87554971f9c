package org.escapement.engine.solver;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;
import org.escapement.engine.tensor.HostMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All eigenpairs of a dense symmetric matrix in double: Householder's reduction to a tridiagonal
 * matrix (LAPACK's dsytrd), its eigenpairs by divide and conquer (dstedc), and the reduction undone
 * on the vectors. That last step is our own: LAPACK's (dormtr, and so dsyevd) multiplies by
 * triangles, which OpenBLAS gets wrong on processors with AVX-512.
 *
 * @param values in rising order
 * @param vectors shape {@code [n, n]}, row i the eigenvector of length one of {@code values[i]}
 */
public record DenseEigenpairs(double[] values, INDArray vectors) {
  /** Beyond it LAPACK's count of workspace entries, n², overflows its integers. */
  private static final int MOST_ROWS = 46_000;

  /**
   * Decomposes a matrix in place.
   *
   * @param matrix double, shape {@code [n, n]}, c order and contiguous, symmetric; its entries
   *     above the diagonal are read, and it becomes {@link #vectors}
   * @throws IllegalArgumentException for a matrix of another form
   * @throws ArithmeticException if an entry is not finite, or LAPACK does not converge or lacks
   *     memory
   */
  public static DenseEigenpairs of(INDArray matrix) {
    int n = (int) matrix.size(0);
    if (matrix.rank() != 2
        || matrix.dataType() != DataType.DOUBLE
        || matrix.size(1) != n
        || matrix.ordering() != 'c'
        || matrix.isView()
        || n > MOST_ROWS) {
      throw new IllegalArgumentException(
          "needs a square double matrix in c order of at most "
              + MOST_ROWS
              + " rows, found "
              + matrix.shapeInfoToString());
    }
    int exponent = Math.getExponent(largestEntry((DoubleIndexer) HostMemory.indexer(matrix), n));
    double[] values = new double[n];
    try (DoublePointer entries = new DoublePointer(HostMemory.pointer(matrix))) {
      // a power of two, so that nothing under- or overflows on the way and no digit changes
      openblas.cblas_dscal(n * n, Math.scalb(1.0, -exponent), entries, 1);
      decompose(entries, values);
    }
    for (int i = 0; i < n; i++) {
      values[i] = Math.scalb(values[i], exponent);
    }
    return new DenseEigenpairs(values, matrix);
  }

  /** Writes the eigenvectors over the matrix. */
  private static void decompose(DoublePointer matrix, double[] values) {
    int n = values.length;
    try (DoublePointer diagonal = new DoublePointer(n);
        DoublePointer beside = new DoublePointer(n);
        DoublePointer weights = new DoublePointer(n);
        DoublePointer vectors = new DoublePointer((long) n * n)) {
      // c order above the diagonal is column order below it
      check(
          openblas.LAPACKE_dsytrd(
              openblas.LAPACK_COL_MAJOR, (byte) 'L', n, matrix, n, diagonal, beside, weights),
          n);
      check(
          openblas.LAPACKE_dstedc(
              openblas.LAPACK_COL_MAJOR, (byte) 'I', n, diagonal, beside, vectors, n),
          n);
      diagonal.get(values);
      try (Reflectors reflectors = new Reflectors(matrix, weights, n)) {
        reflectors.apply(vectors);
      }
      Pointer.memcpy(matrix, vectors, (long) n * n * Double.BYTES);
    }
  }

  private static void check(int info, int rows) {
    if (info > 0) {
      throw new ArithmeticException("the eigenvalues did not converge");
    }
    if (info < 0) {
      throw new ArithmeticException("LAPACK got no memory for " + rows + " rows");
    }
  }

  /** The largest magnitude on and above the diagonal. */
  private static double largestEntry(DoubleIndexer entries, int n) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        largest = Math.max(largest, Math.abs(entries.get((long) i * n + j)));
      }
    }
    if (!Double.isFinite(largest)) {
      throw new ArithmeticException("the matrix has an entry that is not finite");
    }
    return largest;
  }
}
