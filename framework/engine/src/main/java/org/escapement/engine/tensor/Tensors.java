package org.escapement.engine.tensor;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Primitives on ND4J's arrays, each in the form that was measured fastest, for the reference
 * compute and for what stays on the host. Matrices are c-ordered, one example a row; results go
 * into arrays that the caller owns.
 */
public final class Tensors {
  private Tensors() {}

  /** A new c-ordered matrix of zeros. */
  public static INDArray matrix(DataType type, long rows, long columns) {
    return Nd4j.create(type, rows, columns);
  }

  /** A new vector of zeros, shape {@code [length]}. */
  public static INDArray vector(DataType type, long length) {
    return Nd4j.create(type, length);
  }

  /** A new vector of numbers, rounded to the type. */
  public static INDArray vector(DataType type, double[] values) {
    INDArray vector = Nd4j.createFromArray(values);
    if (type == DataType.DOUBLE) {
      return vector;
    }
    INDArray cast = vector.castTo(type);
    vector.close();
    return cast;
  }

  /** A new matrix of ones. */
  public static INDArray ones(DataType type, long rows, long columns) {
    return Nd4j.ones(type, rows, columns);
  }

  /**
   * {@code out = alpha · op(a) op(b) + beta · out}; with {@code beta = 0} whatever {@code out}
   * held, NaN included, is overwritten. {@code mmul} is two to seven times slower: it allocates its
   * result in the other order.
   */
  public static void multiply(
      INDArray a,
      boolean transposeA,
      INDArray b,
      boolean transposeB,
      INDArray out,
      double alpha,
      double beta) {
    Nd4j.gemm(a, b, out, transposeA, transposeB, alpha, beta);
  }

  /**
   * Inner products of corresponding rows, {@code out_i = a_i · b_i}.
   *
   * @param scratch shape of {@code a}, overwritten
   * @param ones a column of ones as long as a row
   * @param out shape {@code [n, 1]}, overwritten
   */
  public static void rowDots(
      INDArray a, INDArray b, INDArray scratch, INDArray ones, INDArray out) {
    a.mul(b, scratch);
    multiply(scratch, false, ones, false, out, 1, 0);
  }

  /**
   * The rows {@code [from, to)} as a view. ND4J's own gives an empty array for rows of a matrix
   * that is itself a view of the rows from {@code r} on of another, if {@code 2 r + from} is more
   * than it has rows, and {@code r} less.
   */
  public static INDArray rows(INDArray matrix, long from, long to) {
    return Nd4j.create(
        matrix.data(),
        new long[] {to - from, matrix.size(1)},
        new long[] {matrix.stride(0), matrix.stride(1)},
        matrix.offset() + from * matrix.stride(0),
        matrix.ordering());
  }

  /**
   * Copies one row of a float or double matrix out, without a call into native code for each entry.
   *
   * @param values as many as a row has entries, overwritten
   */
  public static void readRow(INDArray matrix, long row, double[] values) {
    Indexer indexer = HostMemory.indexerToRead(matrix);
    long at = row * matrix.stride(0); // a view's indexer begins where the view does
    long step = matrix.stride(1);
    if (indexer instanceof FloatIndexer floats) {
      for (int i = 0; i < values.length; i++) {
        values[i] = floats.get(at + i * step);
      }
    } else {
      DoubleIndexer doubles = (DoubleIndexer) indexer;
      for (int i = 0; i < values.length; i++) {
        values[i] = doubles.get(at + i * step);
      }
    }
  }

  /** Copies values into one row of a float or double matrix. */
  public static void writeRow(double[] values, INDArray matrix, long row) {
    Indexer indexer = HostMemory.indexer(matrix);
    long at = row * matrix.stride(0); // a view's indexer begins where the view does
    long step = matrix.stride(1);
    if (indexer instanceof FloatIndexer floats) {
      for (int i = 0; i < values.length; i++) {
        floats.put(at + i * step, (float) values[i]);
      }
    } else {
      DoubleIndexer doubles = (DoubleIndexer) indexer;
      for (int i = 0; i < values.length; i++) {
        doubles.put(at + i * step, values[i]);
      }
    }
  }

  /** The inner product, accumulated by BLAS rather than by one running float. */
  public static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().dot(a, b);
  }

  /** The Euclidean length. */
  public static double norm(INDArray a) {
    return Math.sqrt(dot(a, a));
  }

  /** Whether every entry of a vector is finite; magnitudes whose sum overflows count as not. */
  public static boolean finite(INDArray a) {
    return Double.isFinite(Nd4j.getBlasWrapper().asum(a));
  }

  /** {@code y = y + alpha x}. */
  public static void addScaled(double alpha, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().axpy(alpha, x, y);
  }

  /** The rounding unit of a type. */
  public static double epsilon(DataType type) {
    return type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1.0f);
  }

  /** Frees buffers; nulls, views and arrays that cannot be closed are passed over. */
  public static void free(INDArray... arrays) {
    for (INDArray array : arrays) {
      if (array != null && !array.wasClosed() && array.closeable()) {
        array.close();
      }
    }
  }
}
