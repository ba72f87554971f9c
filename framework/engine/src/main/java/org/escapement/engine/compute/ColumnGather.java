package org.escapement.engine.compute;

/** Picks columns whose indices are kept where it computes. */
public interface ColumnGather extends AutoCloseable {
  /**
   * Column j of {@code out} becomes the column of {@code a} that the j-th index names, or zero
   * where the index is negative.
   *
   * @param out overwritten; no part of {@code a}
   */
  void apply(Tensor a, Tensor out);

  @Override
  void close();
}
