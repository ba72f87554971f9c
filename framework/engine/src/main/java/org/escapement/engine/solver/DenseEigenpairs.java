package org.escapement.engine.solver;

import java.util.stream.DoubleStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All eigenpairs of a dense symmetric matrix in double, by LAPACK's divide and conquer (dsyevd).
 *
 * @param values in rising order
 * @param vectors shape {@code [n, n]}, row i the eigenvector of length one of {@code values[i]}
 */
public record DenseEigenpairs(double[] values, INDArray vectors) {
  /** Beyond it LAPACK's count of workspace entries, 2n², overflows its integers. */
  private static final int MOST_ROWS = 32_000;

  /** LAPACK says which argument is wrong, negative, and below that what else is. */
  private static final int OUT_OF_ARGUMENTS = -1000;

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
    double[] values = new double[n];
    try (DoublePointer entries = new DoublePointer(matrix.data().addressPointer());
        DoublePointer eigenvalues = new DoublePointer(n)) {
      // c order above the diagonal is column order below it
      int info =
          openblas.LAPACKE_dsyevd(
              openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', n, entries, n, eigenvalues);
      if (info > 0) {
        throw new ArithmeticException("the eigenvalues did not converge");
      }
      if (info < OUT_OF_ARGUMENTS) {
        throw new ArithmeticException("LAPACK got no memory for " + n + " rows");
      }
      eigenvalues.get(values);
      if (info < 0 || !Double.isFinite(DoubleStream.of(values).sum())) {
        throw new ArithmeticException("the matrix has an entry that is not finite");
      }
    }
    return new DenseEigenpairs(values, matrix);
  }
}
