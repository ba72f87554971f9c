package org.escapement.engine.network;

import java.util.function.Supplier;
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
    return of(() -> compute.upload(examples.features()), () -> compute.upload(examples.targets()));
  }

  /** Makes both; the one is closed if the other cannot be made. */
  static ExampleTensors of(Supplier<Tensor> features, Supplier<Tensor> targets) {
    Tensor first = features.get();
    try {
      return new ExampleTensors(first, targets.get());
    } catch (RuntimeException failure) {
      first.close();
      throw failure;
    }
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
