package org.escapement.engine.layer;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Each row of a buffer as a matrix of its own, without copying. The views are kept until another
 * buffer is asked for, since making them costs as much as a small product.
 */
final class ExampleMatrices {
  private final long rows;
  private final long columns;
  private INDArray buffer;
  private INDArray[] views;

  /**
   * @param rows of each matrix
   * @param columns of each matrix
   */
  ExampleMatrices(long rows, long columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** The views into a c-ordered buffer of shape {@code [n, rows · columns]}. */
  INDArray[] of(INDArray buffer) {
    if (this.buffer != buffer) {
      this.buffer = buffer;
      views = new INDArray[(int) buffer.size(0)];
      for (int i = 0; i < views.length; i++) {
        views[i] = Tensors.rows(buffer, i, i + 1L).reshape('c', rows, columns);
      }
    }
    return views;
  }
}
