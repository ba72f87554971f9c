package org.escapement.engine.tensor;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tensors of the reference, made and read by tests. */
public final class HostTensors {
  /** The reference. */
  public static final Compute COMPUTE = Nd4jCompute.INSTANCE;

  private HostTensors() {}

  /** A tensor of given numbers. */
  public static Tensor of(DataType type, double[][] values) {
    return COMPUTE.upload(Nd4j.createFromArray(values).castTo(type));
  }

  /** A tensor's entries, shape {@code [rows, columns]}. */
  public static INDArray array(Tensor tensor) {
    return Nd4j.createFromArray(values(tensor)).castTo(tensor.type());
  }

  /** A tensor's entries. */
  public static double[][] values(Tensor tensor) {
    double[][] values = new double[(int) tensor.rows()][(int) tensor.columns()];
    for (int i = 0; i < values.length; i++) {
      COMPUTE.read(tensor.rows(i, i + 1), values[i]);
    }
    return values;
  }

  /** A tensor's entries, row by row. */
  public static double[] entries(Tensor tensor) {
    double[] entries = new double[(int) tensor.length()];
    COMPUTE.read(tensor, entries);
    return entries;
  }
}
