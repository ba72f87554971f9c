package org.escapement.engine.tensor;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix as a pointer that moves from row to row; for one thread. */
final class Rows {
  private final Pointer pointer;
  private final long stride;

  /**
   * @param matrix whose rows have their entries side by side; it must outlive this
   */
  Rows(INDArray matrix) {
    if (matrix.size(1) > 1 && matrix.stride(1) != 1) {
      throw new IllegalArgumentException("rows whose entries do not lie side by side");
    }
    pointer = Native.pointer(matrix);
    stride = matrix.stride(0);
  }

  /** The pointer, at the row's first entry. */
  Pointer at(int row) {
    return pointer.position(row * stride);
  }
}
