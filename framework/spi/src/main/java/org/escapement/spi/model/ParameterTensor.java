package org.escapement.spi.model;

import java.util.List;

/**
 * One named tensor inside the flat parameter vector, in c order.
 *
 * @param name such as {@code layers.0.weight}; for a dense layer of shape {@code [out, in]}
 * @param shape its shape
 * @param offset index of its first entry in the flat vector
 */
public record ParameterTensor(String name, List<Long> shape, long offset) {
  /** The number of its entries. */
  public long length() {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }
}
