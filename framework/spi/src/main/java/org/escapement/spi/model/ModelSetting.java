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
 */
public record ModelSetting(List<Long> inputShape, int outputs, Loss loss, DataType precision) {
  /** The number of entries of one example. */
  public long inputs() {
    return inputShape.stream().reduce(1L, (a, b) -> a * b);
  }
}
