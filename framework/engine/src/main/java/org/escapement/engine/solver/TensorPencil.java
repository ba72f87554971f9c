package org.escapement.engine.solver;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A pencil on tensors of one row, whose vectors can stay where they are computed. */
public interface TensorPencil extends Pencil {
  /** Where the vectors live. */
  Compute compute();

  /**
   * Computes {@code a = A v} and {@code b = B v}.
   *
   * @param v contiguous, not written
   * @param a contiguous, overwritten
   * @param b contiguous, overwritten
   */
  void apply(Tensor v, Tensor a, Tensor b);

  @Override
  default void apply(INDArray v, INDArray a, INDArray b) {
    try (Tensor vector = compute().upload(v);
        Tensor first = compute().receive(a);
        Tensor second = compute().receive(b)) {
      apply(vector, first, second);
      compute().download(first, a);
      compute().download(second, b);
    }
  }

  /** The pencil itself if it knows tensors, and else one whose tensors are arrays. */
  static TensorPencil of(Pencil pencil) {
    if (pencil instanceof TensorPencil tensors) {
      return tensors;
    }
    return new TensorPencil() {
      @Override
      public Compute compute() {
        return Nd4jCompute.INSTANCE;
      }

      @Override
      public long dimension() {
        return pencil.dimension();
      }

      @Override
      public void apply(Tensor v, Tensor a, Tensor b) {
        pencil.apply(Nd4jCompute.vector(v), Nd4jCompute.vector(a), Nd4jCompute.vector(b));
      }
    };
  }
}
