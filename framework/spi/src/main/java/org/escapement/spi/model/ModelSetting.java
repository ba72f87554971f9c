package org.escapement.spi.model;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a model is made for.
 *
 * @param inputShape the shape of one example, such as {@code [784]} or {@code [1, 28, 28]}; empty
 *     without data
 * @param outputs the number of outputs, 0 without data
 * @param loss the loss to train with
 * @param precision float or double, of points and all arithmetic on them
 * @param passBytes the memory that the buffers of one pass over examples should take at most; more
 *     examples go through in pieces, which changes results by rounding only
 */
public record ModelSetting(
    List<Long> inputShape, int outputs, Loss loss, DataType precision, long passBytes) {
  /** What a pass takes where nobody says otherwise: one GiB. */
  public static final long DEFAULT_PASS_BYTES = 1L << 30;

  /** A setting with the default memory. */
  public ModelSetting(List<Long> inputShape, int outputs, Loss loss, DataType precision) {
    this(inputShape, outputs, loss, precision, DEFAULT_PASS_BYTES);
  }

  /** The number of entries of one example. */
  public long inputs() {
    return inputShape.stream().reduce(1L, (a, b) -> a * b);
  }
}
