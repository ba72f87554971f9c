package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A stretch of a batch as matrices: views of the data where the batch is everything, rows copied
 * into buffers made once where it is a selection.
 */
final class ExampleRows implements AutoCloseable {
  private final int count;
  private final DataType type;

  private INDArray features;
  private INDArray targets;
  private INDArray featureBuffer;
  private INDArray targetBuffer;

  ExampleRows(int count, DataType type) {
    this.count = count;
    this.type = type;
  }

  /** Takes the examples {@code [from, from + count)} of the batch. */
  void load(Examples examples, Batch batch, int from) {
    if (batch.isAll()) {
      features = Tensors.rows(examples.features(), from, from + count);
      targets = Tensors.rows(examples.targets(), from, from + count);
      return;
    }
    if (featureBuffer == null) {
      featureBuffer = Tensors.matrix(type, count, examples.features().size(1));
      targetBuffer = Tensors.matrix(type, count, examples.targets().size(1));
    }
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = batch.index(from + i);
    }
    features = Nd4j.pullRows(examples.features(), featureBuffer, 1, indices);
    targets = Nd4j.pullRows(examples.targets(), targetBuffer, 1, indices);
  }

  INDArray features() {
    return features;
  }

  INDArray targets() {
    return targets;
  }

  @Override
  public void close() {
    Tensors.free(featureBuffer, targetBuffer);
  }
}
