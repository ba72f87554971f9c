package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A network and its loss at one point, ready for the sweeps of second order. Values and deltas are
 * computed once where all examples fit into one pass, and again for each product where they do not.
 * What normalises does so by the statistics of all examples at the point.
 */
final class LinearizedNetwork implements AutoCloseable {
  private final Compute compute;
  private final List<Layer> layers;
  private final Loss loss;
  private final ExampleTensors examples;
  private final long passBytes;
  private final Tensor point;
  private final boolean residuals;
  private final List<ChannelStatistics> statistics;
  private final ParameterViews views;
  private final Tensor[][] parameters;
  private final Batch all;

  private final Passes passes;

  private int chunk;
  private boolean ownsExamples;

  /** The pass whose sweep state is held. */
  private NetworkPass held;

  private Batch heldBatch;
  private int heldFrom;

  /**
   * @param point closed together with this
   * @param passBytes that the buffers of one pass may take
   * @param residuals whether the residuals count, or only the Gauss–Newton part is wanted
   */
  LinearizedNetwork(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      ExampleTensors examples,
      long passBytes,
      Tensor point,
      boolean residuals) {
    this.compute = compute;
    this.layers = layers;
    this.loss = loss;
    this.examples = examples;
    this.passBytes = passBytes;
    this.chunk =
        Chunks.rows(
            examples.features().columns(), layers, point.type(), examples.count(), passBytes);
    this.point = point;
    this.passes = new Passes(compute, layers, loss, point.type(), true);
    this.residuals = residuals;
    this.statistics = ExampleStatistics.of(compute, layers, examples.features(), chunk, point);
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.all = Batch.all(examples.count());
  }

  /** The same in another floating-point type, on copies that are its own. */
  LinearizedNetwork in(DataType type) {
    ExampleTensors cast =
        new ExampleTensors(cast(examples.features(), type), cast(examples.targets(), type));
    LinearizedNetwork network =
        new LinearizedNetwork(compute, layers, loss, cast, passBytes, cast(point, type), residuals);
    network.ownsExamples = true;
    return network;
  }

  private Tensor cast(Tensor a, DataType type) {
    Tensor cast = compute.zeros(type, a.rows(), a.columns());
    double[] row = new double[Math.toIntExact(a.columns())];
    for (int i = 0; i < a.rows(); i++) {
      compute.read(a.rows(i, i + 1), row);
      compute.write(row, cast.rows(i, i + 1));
    }
    return cast;
  }

  /** Where it is computed. */
  Compute compute() {
    return compute;
  }

  /** The type of the point. */
  DataType type() {
    return point.type();
  }

  /** The number of outputs. */
  int outputs() {
    return (int) layers.get(layers.size() - 1).outputs();
  }

  /** All examples. */
  Batch all() {
    return all;
  }

  /** The most examples in one pass. */
  int chunk() {
    return chunk;
  }

  /** The memory that a pass, or what is gathered from passes, may take. */
  long passBytes() {
    return passBytes;
  }

  /** The point, by layer. */
  Tensor[][] parameters() {
    return parameters;
  }

  /** A direction or a sum, by layer, without copying. */
  Tensor[][] views(Tensor flat) {
    return views.of(flat);
  }

  /**
   * The pass over the examples of a batch from {@code from} on, its gradient sweep done. Where they
   * do not fit into the memory of a device, all passes take fewer from now on.
   */
  NetworkPass prepare(Batch batch, int from) {
    if (heldBatch == batch && heldFrom == from) {
      return held;
    }
    heldBatch = null;
    NetworkPass pass = linearized(batch, from);
    while (pass == null) {
      pass = linearized(batch, from);
    }
    held = pass;
    heldBatch = batch;
    heldFrom = from;
    return held;
  }

  /** The pass; null if there was no memory for it, after which there are fewer examples in one. */
  private NetworkPass linearized(Batch batch, int from) {
    int rows = Math.min(batch.size() - from, chunk);
    try {
      // room for what all examples take in pieces, as Chunks sees to
      NetworkPass pass = passes.of(rows, chunk + examples.count() % chunk);
      pass.fix(statistics);
      pass.load(examples, batch, from);
      pass.linearize(parameters, residuals);
      return pass;
    } catch (DeviceMemoryException full) {
      if (rows == 1) {
        throw full;
      }
      passes.close();
      chunk = (rows + 1) / 2;
      return null;
    }
  }

  @Override
  public void close() {
    passes.close();
    point.close();
    if (ownsExamples) {
      examples.close();
    }
    held = null;
    heldBatch = null;
  }
}
