package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Examples;

/**
 * All examples where they are computed with.
 *
 * @param features shape {@code [n, inputs]}
 * @param targets shape {@code [n, outputs]}
 */
record ExampleTensors(Tensor features, Tensor targets) implements AutoCloseable {
  /** Uploads examples, once for all passes over them. */
  static ExampleTensors of(Compute compute, Examples examples) {
    return new ExampleTensors(
        compute.upload(examples.features()), compute.upload(examples.targets()));
  }

  /** The number n of examples. */
  int count() {
    return Math.toIntExact(features.rows());
  }

  @Override
  public void close() {
    Tensor.close(features, targets);
  }
}
