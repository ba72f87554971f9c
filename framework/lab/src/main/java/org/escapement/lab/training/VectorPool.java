package org.escapement.lab.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Parameter-sized vectors that are lent to steps and taken back: fresh memory costs more than the
 * arithmetic of a step on it.
 *
 * @param <V> a vector
 */
final class VectorPool<V> implements AutoCloseable {
  private final Supplier<V> maker;
  private final Consumer<V> freeing;
  private final Deque<V> free = new ArrayDeque<>();
  private final List<V> lent = new ArrayList<>();
  private int lentBefore;

  /**
   * @param maker of vectors, with any contents
   * @param freeing their end
   */
  VectorPool(Supplier<V> maker, Consumer<V> freeing) {
    this.maker = maker;
    this.freeing = freeing;
  }

  /** A vector with undefined contents. */
  V take() {
    return lend(free.isEmpty() ? maker.get() : free.pop());
  }

  /** Takes over a vector that was made elsewhere, as if it had been lent. */
  V lend(V vector) {
    lent.add(vector);
    return vector;
  }

  /** Begins a step: what is lent from now on is its own. */
  void beginStep() {
    lentBefore = lent.size();
  }

  /** Whether the vector was lent since the present step began, and was not taken back. */
  boolean isOfStep(V vector) {
    return contains(lent.subList(Math.min(lentBefore, lent.size()), lent.size()), vector);
  }

  /** Takes back every vector that is lent and is not among those still in use. */
  void reclaim(Collection<V> inUse) {
    Iterator<V> vectors = lent.iterator();
    while (vectors.hasNext()) {
      V vector = vectors.next();
      if (!contains(inUse, vector)) {
        vectors.remove();
        free.push(vector);
      }
    }
  }

  /** Takes back one. */
  void giveBack(V vector) {
    if (lent.removeIf(each -> each == vector)) {
      free.push(vector);
    }
  }

  /** Whether the vector is lent at present. */
  boolean isLent(V vector) {
    return contains(lent, vector);
  }

  /** Whether the vector came from here. */
  boolean owns(V vector) {
    return isLent(vector) || contains(free, vector);
  }

  /** The very vector, not one with equal entries. */
  static <V> boolean contains(Collection<V> vectors, V vector) {
    return vectors.stream().anyMatch(each -> each == vector);
  }

  @Override
  public void close() {
    lent.forEach(freeing);
    free.forEach(freeing);
  }
}
