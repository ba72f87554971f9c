package org.escapement.testkit;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an array holds at one moment, to be compared bit for bit: 0 and −0 differ, NaN equals NaN.
 */
public final class Snapshot {
  private final DataType type;
  private final long[] shape;
  private final double[] values;

  private Snapshot(DataType type, long[] shape, double[] values) {
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  /** Type, shape and entries as they are now. */
  public static Snapshot of(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return new Snapshot(array.dataType(), array.shape().clone(), copy.data().asDouble());
    }
  }

  /** What another array holds instead, in one line; empty where it holds the same. */
  public Optional<String> difference(Snapshot other) {
    if (equals(other)) {
      return Optional.empty();
    }
    if (type != other.type || !Arrays.equals(shape, other.shape)) {
      return Optional.of(form() + " and " + other.form());
    }
    return Optional.of(LargestDifference.of(values, other.values));
  }

  private String form() {
    return type + Arrays.toString(shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return form() + " " + Arrays.toString(values);
  }
}
