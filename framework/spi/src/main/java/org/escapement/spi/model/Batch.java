package org.escapement.spi.model;

import java.util.Arrays;

/** Which examples a batch holds; an index may occur more than once. */
public final class Batch {
  private final int[] indices;
  private final boolean all;

  private Batch(int[] indices, boolean all) {
    this.indices = indices;
    this.all = all;
  }

  /** All {@code examples}, in order. */
  public static Batch all(int examples) {
    int[] indices = new int[examples];
    Arrays.setAll(indices, i -> i);
    return new Batch(indices, true);
  }

  /** The examples at these indices. */
  public static Batch of(int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("a batch needs at least one example");
    }
    return new Batch(indices.clone(), false);
  }

  /** The number of examples, repetitions counted. */
  public int size() {
    return indices.length;
  }

  /** The index of the {@code position}-th example. */
  public int index(int position) {
    return indices[position];
  }

  /** Whether this is the full batch in its natural order. */
  public boolean isAll() {
    return all;
  }

  @Override
  public String toString() {
    return all ? "all " + indices.length + " examples" : Arrays.toString(indices);
  }
}
