package org.escapement.engine.solver;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Vectors of independent random entries. */
final class RandomVectors {
  private RandomVectors() {}

  /** Standard normal entries. */
  static INDArray gaussian(DataType type, long length, RandomGenerator random) {
    return filled(type, length, random::nextGaussian);
  }

  /** Entries ±1. */
  static INDArray signs(DataType type, long length, RandomGenerator random) {
    return filled(type, length, () -> random.nextBoolean() ? 1 : -1);
  }

  private static INDArray filled(DataType type, long length, DoubleSupplier entries) {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = entries.getAsDouble();
    }
    INDArray vector = Nd4j.createFromArray(values);
    if (type == DataType.DOUBLE) {
      return vector;
    }
    INDArray cast = vector.castTo(type);
    vector.close();
    return cast;
  }
}
