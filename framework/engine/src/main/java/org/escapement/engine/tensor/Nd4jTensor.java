package org.escapement.engine.tensor;

import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A tensor that is an ND4J array. */
final class Nd4jTensor implements Tensor {
  /** The array that was allocated or handed in. */
  private final INDArray root;

  /** Whether {@link #close} frees the root. */
  private final boolean owner;

  /** Rank two. */
  private final INDArray matrix;

  /** The same entries as rank one; null until asked for. */
  private INDArray flat;

  private Nd4jTensor(INDArray root, boolean owner, INDArray matrix, INDArray flat) {
    this.root = root;
    this.owner = owner;
    this.matrix = matrix;
    this.flat = flat;
  }

  /** A new tensor of zeros. */
  static Nd4jTensor zeros(DataType type, long rows, long columns) {
    if (rows == 1) {
      INDArray vector = Tensors.vector(type, columns);
      return new Nd4jTensor(vector, true, vector.reshape('c', 1, columns), vector);
    }
    INDArray matrix = Tensors.matrix(type, rows, columns);
    return new Nd4jTensor(matrix, true, matrix, null);
  }

  /** An array's memory if rows can be told in it, and else nothing. */
  static Nd4jTensor sharing(INDArray array) {
    if (array.rank() == 1) {
      return array.length() == 1 || array.stride(0) == 1
          ? new Nd4jTensor(array, false, array.reshape('c', 1, array.length()), array)
          : null;
    }
    boolean sideBySide = array.size(1) == 1 || array.stride(1) == 1;
    boolean ascending = array.size(0) == 1 || array.stride(0) >= array.size(1);
    return sideBySide && ascending ? new Nd4jTensor(array, false, array, null) : null;
  }

  /** An array in c order, which the tensor takes over. */
  static Nd4jTensor owning(INDArray array) {
    INDArray matrix = array.rank() == 1 ? array.reshape('c', 1, array.length()) : array;
    return new Nd4jTensor(array, true, matrix, array.rank() == 1 ? array : null);
  }

  /** The array, rank two. */
  INDArray matrix() {
    if (root.wasClosed()) {
      throw new IllegalStateException("the tensor is closed");
    }
    return matrix;
  }

  /** The entries, which are contiguous, as an array of rank one. */
  INDArray flat() {
    requireContiguous();
    if (flat == null) {
      flat =
          Nd4j.create(matrix.data(), new long[] {length()}, new long[] {1}, matrix.offset(), 'c');
    }
    return flat;
  }

  /** The array handed in or allocated, if this tensor owns it and is no view. */
  INDArray ownArray() {
    if (!owner || root.rank() != 1) {
      throw new IllegalStateException("not a vector that owns its memory");
    }
    return root;
  }

  /** Whether both are the same view. */
  boolean isSameAs(Nd4jTensor other) {
    return this == other
        || HostMemory.isOnePlace(matrix(), other.matrix())
            && rows() == other.rows()
            && columns() == other.columns()
            && (rows() == 1 || stride() == other.stride());
  }

  /** From a row to the next. */
  long stride() {
    return matrix.stride(0);
  }

  @Override
  public DataType type() {
    return matrix.dataType();
  }

  @Override
  public long rows() {
    return matrix.size(0);
  }

  @Override
  public long columns() {
    return matrix.size(1);
  }

  @Override
  public boolean isContiguous() {
    return rows() == 1 || stride() == columns();
  }

  private void requireContiguous() {
    if (!isContiguous()) {
      throw new IllegalStateException("there are gaps between the rows");
    }
    matrix();
  }

  @Override
  public Nd4jTensor rows(long from, long to) {
    if (from < 0 || from >= to || to > rows()) {
      throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows());
    }
    return view(from * stride(), to - from, columns(), stride());
  }

  @Override
  public Nd4jTensor columns(long from, long to) {
    if (from < 0 || from >= to || to > columns()) {
      throw new IndexOutOfBoundsException("columns " + from + " to " + to + " of " + columns());
    }
    return view(from, rows(), to - from, stride());
  }

  @Override
  public Nd4jTensor part(long from, long rows, long columns) {
    requireContiguous();
    if (from < 0 || rows < 1 || columns < 1 || from + rows * columns > length()) {
      throw new IndexOutOfBoundsException(
          rows + " by " + columns + " from " + from + " on of " + length());
    }
    return view(from, rows, columns, columns);
  }

  private Nd4jTensor view(long from, long rows, long columns, long stride) {
    INDArray view =
        Nd4j.create(
            matrix().data(),
            new long[] {rows, columns},
            new long[] {rows == 1 ? columns : stride, 1},
            matrix.offset() + from,
            'c');
    return new Nd4jTensor(root, false, view, null);
  }

  @Override
  public void close() {
    if (owner) {
      Tensors.free(root);
    }
  }
}
