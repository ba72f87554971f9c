package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.Preconditioner;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A preconditioner, which knows arrays, on tensors. Where tensors are no arrays each product takes
 * its vectors to the host and back.
 *
 * @param compute where the vectors live
 * @param preconditioner P
 */
public record TensorPreconditioner(Compute compute, Preconditioner preconditioner) {
  /** Whether P = I. */
  public boolean isIdentity() {
    return preconditioner.isIdentity();
  }

  /**
   * Computes {@code out = P v}.
   *
   * @param v one row, contiguous, not written
   * @param out one row, contiguous, overwritten; not {@code v}
   */
  public void apply(Tensor v, Tensor out) {
    if (compute == Nd4jCompute.INSTANCE) {
      preconditioner.apply(Nd4jCompute.vector(v), Nd4jCompute.vector(out));
      return;
    }
    INDArray vector = Tensors.vector(v.type(), v.columns());
    INDArray image = Tensors.vector(v.type(), v.columns());
    compute.download(v, vector);
    preconditioner.apply(vector, image);
    try (Tensor uploaded = compute.upload(image)) {
      compute.copy(uploaded, out);
      compute.synchronize();
    }
    Tensors.free(vector, image);
  }
}
