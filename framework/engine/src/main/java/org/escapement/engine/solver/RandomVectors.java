package org.escapement.engine.solver;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Vectors of independent random entries. */
final class RandomVectors {
  private RandomVectors() {}

  /** Standard normal entries. */
  static Tensor gaussian(Compute compute, DataType type, long length, RandomGenerator random) {
    return filled(compute, type, length, random::nextGaussian);
  }

  /** Entries ±1. */
  static Tensor signs(Compute compute, DataType type, long length, RandomGenerator random) {
    return filled(compute, type, length, () -> random.nextBoolean() ? 1 : -1);
  }

  private static Tensor filled(
      Compute compute, DataType type, long length, DoubleSupplier entries) {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = entries.getAsDouble();
    }
    Tensor vector = compute.zeros(type, 1, length);
    compute.write(values, vector);
    return vector;
  }
}
