package org.escapement.lab.meansquare;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.escapement.engine.solver.Cholesky;
import org.escapement.engine.tensor.HostMemory;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A c-ordered double matrix with its address at hand, for BLAS on blocks of it: through array views
 * each of the thousands of small products of a step would cost more than its arithmetic.
 */
final class NativeMatrix implements AutoCloseable {
  private final INDArray array;
  private final DoublePointer cursor;
  private final DoublePointer second;
  private final DoubleIndexer entries;
  private final int rows;
  private final int columns;

  private NativeMatrix(INDArray array) {
    this.array = array;
    this.cursor = new DoublePointer(HostMemory.pointer(array));
    this.second = new DoublePointer(HostMemory.pointer(array));
    this.entries = (DoubleIndexer) HostMemory.indexer(array);
    this.rows = (int) array.size(0);
    this.columns = (int) array.size(1);
  }

  /** A new matrix of zeros. */
  static NativeMatrix zeros(int rows, int columns) {
    return new NativeMatrix(Tensors.matrix(DataType.DOUBLE, rows, columns));
  }

  /** Takes over an array, double, c order, contiguous, not a view. */
  static NativeMatrix of(INDArray array) {
    return new NativeMatrix(array);
  }

  INDArray array() {
    return array;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** The address of an entry; one at a time, the next call moves it. */
  DoublePointer at(long row, long column) {
    HostMemory.use(array);
    return cursor.position(row * columns + column);
  }

  /** The same with a cursor of its own, where one call needs two addresses. */
  DoublePointer atAlso(long row, long column) {
    HostMemory.use(array);
    return second.position(row * columns + column);
  }

  /** All entries in memory's order. */
  DoubleIndexer entries() {
    HostMemory.use(array);
    return entries;
  }

  double get(int row, int column) {
    HostMemory.use(array);
    return entries.get((long) row * columns + column);
  }

  void put(int row, int column, double value) {
    HostMemory.use(array);
    entries.put((long) row * columns + column, value);
  }

  /**
   * Whether the symmetric matrix in the upper triangle is positive definite, by Cholesky's
   * factorisation, which overwrites that triangle.
   */
  boolean isPositiveDefinite() {
    return Cholesky.factorize(array);
  }

  @Override
  public void close() {
    cursor.close();
    second.close();
    Tensors.free(array);
  }
}
