package org.escapement.engine.tensor;

import org.escapement.engine.compute.ExampleConvolutions;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link ExampleKernels} on tensors. */
final class Nd4jExampleConvolutions implements ExampleConvolutions {
  private final ExampleKernels kernels;

  Nd4jExampleConvolutions(Window2d window, long outputs, boolean bias, DataType type) {
    kernels = new ExampleKernels(window, outputs, bias, type);
  }

  @Override
  public void apply(
      Tensor images,
      Tensor tangents,
      Tensor deltas,
      Tensor deltaTangents,
      Tensor[] shift,
      Tensor out,
      Tensor back) {
    kernels.apply(
        Nd4jCompute.array(images),
        Nd4jCompute.array(tangents),
        Nd4jCompute.array(deltas),
        Nd4jCompute.array(deltaTangents),
        Nd4jCompute.arrays(shift),
        Nd4jCompute.array(out),
        Nd4jCompute.array(back));
  }

  @Override
  public void close() {
    kernels.close();
  }
}
