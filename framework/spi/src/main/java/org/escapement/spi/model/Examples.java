package org.escapement.spi.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Inputs and targets, one example a row. Nobody writes them.
 *
 * @param features shape {@code [n, inputs]}, or null where there is no data
 * @param targets shape {@code [n, outputs]}; one-hot for classes; or null where there is no data
 */
public record Examples(INDArray features, INDArray targets) {
  private static final Examples NONE = new Examples(null, null);

  /** No data: for models that bring their own examples. */
  public static Examples none() {
    return NONE;
  }

  /** The number n of examples. */
  public int count() {
    return features == null ? 0 : (int) features.size(0);
  }
}
