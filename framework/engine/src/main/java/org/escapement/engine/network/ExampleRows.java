package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Batch;

/**
 * A stretch of a batch as matrices: views of the data where the batch is everything, rows copied
 * into buffers made once where it is a selection.
 */
final class ExampleRows implements AutoCloseable {
  private final int count;
  private final Compute compute;

  private Tensor features;
  private Tensor targets;
  private Tensor featureBuffer;
  private Tensor targetBuffer;

  ExampleRows(Compute compute, int count) {
    this.count = count;
    this.compute = compute;
  }

  /** Takes the examples {@code [from, from + count)} of the batch. */
  void load(ExampleTensors examples, Batch batch, int from) {
    if (batch.isAll()) {
      features = examples.features().rows(from, from + count);
      targets = examples.targets().rows(from, from + count);
      return;
    }
    if (featureBuffer == null) {
      featureBuffer = buffer(examples.features());
      targetBuffer = buffer(examples.targets());
    }
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = batch.index(from + i);
    }
    compute.gatherRows(examples.features(), indices, featureBuffer);
    compute.gatherRows(examples.targets(), indices, targetBuffer);
    features = featureBuffer;
    targets = targetBuffer;
  }

  private Tensor buffer(Tensor all) {
    return compute.zeros(all.type(), count, all.columns());
  }

  Tensor features() {
    return features;
  }

  Tensor targets() {
    return targets;
  }

  @Override
  public void close() {
    Tensor.close(featureBuffer, targetBuffer);
  }
}
