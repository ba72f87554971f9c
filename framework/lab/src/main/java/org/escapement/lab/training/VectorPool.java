package org.escapement.lab.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parameter-sized vectors that are lent to steps and taken back: fresh native memory costs more
 * than the arithmetic of a step on it.
 */
final class VectorPool implements AutoCloseable {
  private final DataType type;
  private final long length;
  private final Deque<INDArray> free = new ArrayDeque<>();
  private final List<INDArray> lent = new ArrayList<>();

  VectorPool(DataType type, long length) {
    this.type = type;
    this.length = length;
  }

  /** A vector with undefined contents. */
  INDArray take() {
    INDArray vector = free.isEmpty() ? Tensors.vector(type, length) : free.pop();
    lent.add(vector);
    return vector;
  }

  /** Takes back every vector that is lent and is not among those still in use. */
  void reclaim(List<INDArray> inUse) {
    Iterator<INDArray> vectors = lent.iterator();
    while (vectors.hasNext()) {
      INDArray vector = vectors.next();
      if (inUse.stream().noneMatch(used -> used == vector)) {
        vectors.remove();
        free.push(vector);
      }
    }
  }

  /** Whether the vector came from here. */
  boolean owns(INDArray vector) {
    return lent.stream().anyMatch(own -> own == vector)
        || free.stream().anyMatch(own -> own == vector);
  }

  @Override
  public void close() {
    lent.forEach(Tensors::free);
    free.forEach(Tensors::free);
  }
}
