package org.escapement.engine.compute;

/**
 * Keeps where the greatest entry under each window of each image lies, and picks entries up and
 * puts them down there. Of equal entries the first in c order wins; padding never does; a NaN
 * always does, the first of several. Rows hold images {@code [channels, height, width]} in c order,
 * and may lie apart. What is written overlaps with nothing that is read. One thread at a time.
 */
public interface MaximumPooling extends AutoCloseable {
  /**
   * Finds the greatest entries.
   *
   * @param images shape {@code [rows, inputs]}
   * @param pooled shape {@code [rows, channels · positions]}, overwritten
   */
  void choose(Tensor images, Tensor pooled);

  /**
   * Picks the entries where the greatest were found.
   *
   * @param images shape {@code [rows, inputs]}
   * @param pooled shape {@code [rows, channels · positions]}, overwritten
   */
  void pick(Tensor images, Tensor pooled);

  /**
   * The transpose of {@link #pick}: puts entries down where the greatest were found, added up, and
   * zeros elsewhere.
   *
   * @param pooled shape {@code [rows, channels · positions]}
   * @param images shape {@code [rows, inputs]}, overwritten
   */
  void put(Tensor pooled, Tensor images);

  @Override
  void close();
}
