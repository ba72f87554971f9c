package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A linear operator on tensors, whose vectors can stay where they are computed. Vectors have one
 * row.
 */
public interface TensorOperator extends LinearOperator {
  /** Where the vectors live. */
  Compute compute();

  /**
   * Computes {@code out = A v}.
   *
   * @param v shape {@code [1, dimension]}, contiguous, not written
   * @param out shape {@code [1, dimension]}, contiguous, overwritten; not {@code v} itself
   */
  void apply(Tensor v, Tensor out);

  @Override
  default void apply(INDArray v, INDArray out) {
    try (Tensor vector = compute().upload(v);
        Tensor image = compute().receive(out)) {
      apply(vector, image);
      compute().download(image, out);
    }
  }

  /** The operator itself if it knows tensors, and else one whose tensors are arrays. */
  static TensorOperator of(LinearOperator operator) {
    return operator instanceof TensorOperator tensors ? tensors : new HostOperator(operator);
  }
}
