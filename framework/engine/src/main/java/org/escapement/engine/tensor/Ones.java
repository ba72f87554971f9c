package org.escapement.engine.tensor;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ones to sum with by products, as many as were ever asked for; never written. */
final class Ones {
  private final DataType type;
  private INDArray ones;

  Ones(DataType type) {
    this.type = type;
  }

  /** A matrix of ones, contiguous. */
  synchronized INDArray get(long rows, long columns) {
    long length = rows * columns;
    if (ones == null || ones.length() < length) {
      // the one before may be in use; it is freed when it is no longer
      ones = Nd4j.ones(type, length);
    }
    return Nd4j.create(ones.data(), new long[] {rows, columns}, new long[] {columns, 1}, 0, 'c');
  }
}
