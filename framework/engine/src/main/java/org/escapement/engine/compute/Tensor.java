package org.escapement.engine.compute;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * A matrix of floats or doubles wherever a {@link Compute} keeps it: on the host or on a device.
 * Nothing but its shape can be read here; entries are reached through the primitives. A vector is a
 * matrix of one row.
 *
 * <p>Entries of a row lie side by side; rows lie equally far apart, {@link #isContiguous} if
 * without gaps. Views share the entries: what is written through one is seen through all. A view
 * keeps the tensor that it was taken of alive, but not from being closed.
 */
public interface Tensor extends AutoCloseable {
  /** {@code FLOAT} or {@code DOUBLE}. */
  DataType type();

  /** The number of rows, one at least. */
  long rows();

  /** The number of entries of a row, one at least. */
  long columns();

  /** The number of entries. */
  default long length() {
    return rows() * columns();
  }

  /** Whether each row begins where the one before ends; so is every matrix of one row. */
  boolean isContiguous();

  /**
   * The rows {@code [from, to)} as a view.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from < to <= rows}
   */
  Tensor rows(long from, long to);

  /**
   * The columns {@code [from, to)} as a view.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= from < to <= columns}
   */
  Tensor columns(long from, long to);

  /**
   * The entries from {@code from} on, counted through the rows, as a contiguous view of another
   * shape.
   *
   * @throws IndexOutOfBoundsException unless the view lies within this tensor
   * @throws IllegalStateException if this tensor is not contiguous
   */
  Tensor part(long from, long rows, long columns);

  /**
   * All entries, counted through the rows, as a contiguous view of another shape.
   *
   * @throws IndexOutOfBoundsException unless it has as many entries
   * @throws IllegalStateException if this tensor is not contiguous
   */
  default Tensor reshaped(long rows, long columns) {
    if (rows * columns != length()) {
      throw new IndexOutOfBoundsException(
          rows() + " by " + columns() + " as " + rows + " by " + columns);
    }
    return part(0, rows, columns);
  }

  /**
   * Frees the memory, if this tensor owns it: a view, or a tensor that shares an array's memory,
   * does not, and closing it does nothing. Closing twice does nothing. Using a closed tensor or a
   * view of one throws {@code IllegalStateException}.
   */
  @Override
  void close();

  /** Closes tensors; nulls are passed over. */
  static void close(Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (tensor != null) {
        tensor.close();
      }
    }
  }
}
