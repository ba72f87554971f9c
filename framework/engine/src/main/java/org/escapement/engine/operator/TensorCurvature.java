package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Second derivatives applied to tensors, which can stay where they are computed. */
public interface TensorCurvature extends Curvature {
  /** Where the vectors live. */
  Compute compute();

  /**
   * As {@link Curvature#hessianProduct(Batch, INDArray, INDArray)}, on tensors of one row.
   *
   * @param v contiguous, not written
   * @param out contiguous, overwritten; not {@code v}
   */
  void hessianProduct(Batch batch, Tensor v, Tensor out);

  /**
   * As {@link Curvature#covarianceProduct(INDArray, INDArray, INDArray)}, on tensors of one row.
   *
   * @param v contiguous, not written
   * @param mean contiguous, overwritten; neither {@code v} nor {@code out}
   * @param out contiguous, overwritten; not {@code v}
   */
  void covarianceProduct(Tensor v, Tensor mean, Tensor out);

  @Override
  default void hessianProduct(Batch batch, INDArray v, INDArray out) {
    try (Tensor vector = compute().upload(v);
        Tensor image = compute().receive(out)) {
      hessianProduct(batch, vector, image);
      compute().download(image, out);
    }
  }

  @Override
  default void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    try (Tensor vector = compute().upload(v);
        Tensor first = compute().receive(mean);
        Tensor second = compute().receive(out)) {
      covarianceProduct(vector, first, second);
      compute().download(first, mean);
      compute().download(second, out);
    }
  }

  /** The curvature itself if it knows tensors, and else one whose tensors are arrays. */
  static TensorCurvature of(Curvature curvature) {
    return curvature instanceof TensorCurvature tensors ? tensors : new HostCurvature(curvature);
  }
}
