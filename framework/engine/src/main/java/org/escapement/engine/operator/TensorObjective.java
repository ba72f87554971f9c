package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss at points that can stay where it is computed. */
public interface TensorObjective extends Objective {
  /** Where the vectors live. */
  Compute compute();

  /**
   * As {@link Objective#loss(INDArray, Batch)}, on a tensor of one row.
   *
   * @param x contiguous, not written
   */
  double loss(Tensor x, Batch batch);

  /**
   * As {@link Objective#gradient(INDArray, Batch, INDArray)}, on tensors of one row.
   *
   * @param x contiguous, not written
   * @param out contiguous, overwritten; not {@code x}
   */
  double gradient(Tensor x, Batch batch, Tensor out);

  @Override
  default double loss(INDArray x, Batch batch) {
    try (Tensor point = compute().upload(x)) {
      return loss(point, batch);
    }
  }

  @Override
  default double gradient(INDArray x, Batch batch, INDArray out) {
    try (Tensor point = compute().upload(x);
        Tensor gradient = compute().receive(out)) {
      double loss = gradient(point, batch, gradient);
      compute().download(gradient, out);
      return loss;
    }
  }
}
