package org.escapement.engine.tensor;

import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link WindowMaxima} of tensors. */
final class Nd4jMaximumPooling implements MaximumPooling {
  private final WindowMaxima maxima;

  Nd4jMaximumPooling(Window2d window, int rows, DataType type) {
    maxima = new WindowMaxima(window, rows, type);
  }

  @Override
  public void choose(Tensor images, Tensor pooled) {
    maxima.choose(Nd4jCompute.array(images), Nd4jCompute.array(pooled));
  }

  @Override
  public void pick(Tensor images, Tensor pooled) {
    maxima.pick(Nd4jCompute.array(images), Nd4jCompute.array(pooled));
  }

  @Override
  public void put(Tensor pooled, Tensor images) {
    maxima.put(Nd4jCompute.array(pooled), Nd4jCompute.array(images));
  }

  @Override
  public void close() {
    // its memory is Java's
  }
}
