package org.escapement.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network and its loss at one point, ready for the sweeps of second order. Values and deltas are
 * computed once where all examples fit into one pass, and again for each product where they do not.
 * What normalises does so by the statistics of all examples at the point.
 */
final class LinearizedNetwork implements AutoCloseable {
  private final List<Layer> layers;
  private final Loss loss;
  private final Examples examples;
  private final long passBytes;
  private final int chunk;
  private final INDArray point;
  private final boolean residuals;
  private final List<ChannelStatistics> statistics;
  private final ParameterViews views;
  private final INDArray[][] parameters;
  private final Batch all;

  /** Passes by their rows, the last used at the end: one for each size of piece. */
  private final Map<Integer, NetworkPass> passes = new LinkedHashMap<>();

  /** The pass whose sweep state is held. */
  private NetworkPass held;

  private Batch heldBatch;
  private int heldFrom;

  /**
   * @param passBytes that the buffers of one pass may take
   * @param residuals whether the residuals count, or only the Gauss–Newton part is wanted
   */
  LinearizedNetwork(
      List<Layer> layers,
      Loss loss,
      Examples examples,
      long passBytes,
      INDArray point,
      boolean residuals) {
    this.layers = layers;
    this.loss = loss;
    this.examples = examples;
    this.passBytes = passBytes;
    this.chunk =
        Chunks.rows(
            examples.features().size(1), layers, point.dataType(), examples.count(), passBytes);
    this.point = point;
    this.residuals = residuals;
    this.statistics = ExampleStatistics.of(layers, examples, chunk, point);
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.all = Batch.all(examples.count());
  }

  /** The same in another floating-point type, on copies that {@code close} does not free. */
  LinearizedNetwork in(DataType type) {
    Examples cast = new Examples(examples.features().castTo(type), examples.targets().castTo(type));
    return new LinearizedNetwork(layers, loss, cast, passBytes, point.castTo(type), residuals);
  }

  /** The type of the point. */
  DataType type() {
    return point.dataType();
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
  INDArray[][] parameters() {
    return parameters;
  }

  /** A direction or a sum, by layer, without copying. */
  INDArray[][] views(INDArray flat) {
    return views.of(flat);
  }

  /** The pass over the examples of a batch from {@code from} on, its gradient sweep done. */
  NetworkPass prepare(Batch batch, int from) {
    if (heldBatch == batch && heldFrom == from) {
      return held;
    }
    held = pass(Math.min(batch.size() - from, chunk));
    held.load(examples, batch, from);
    held.linearize(parameters, residuals);
    heldBatch = batch;
    heldFrom = from;
    return held;
  }

  private NetworkPass pass(int rows) {
    NetworkPass pass = passes.remove(rows);
    if (pass == null) {
      makeRoom(rows);
      pass = new NetworkPass(layers, loss, rows, point.dataType(), true);
      pass.fix(statistics);
    }
    passes.put(rows, pass);
    return pass;
  }

  /** There is room for what all examples take in pieces, as {@link Chunks} sees to. */
  private void makeRoom(int rows) {
    int kept = passes.keySet().stream().mapToInt(each -> each).sum();
    while (kept > 0 && kept + rows > chunk + examples.count() % chunk) {
      int oldest = passes.keySet().iterator().next();
      passes.remove(oldest).close();
      kept -= oldest;
    }
  }

  @Override
  public void close() {
    passes.values().forEach(NetworkPass::close);
    passes.clear();
    held = null;
    heldBatch = null;
  }
}
