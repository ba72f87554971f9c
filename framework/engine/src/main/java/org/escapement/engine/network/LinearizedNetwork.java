package org.escapement.engine.network;

import java.util.List;
import java.util.function.Function;
import org.escapement.engine.compute.Compute;
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
  private final PassBudget memory;
  private final Tensor point;
  private final boolean residuals;
  private final List<ChannelStatistics> statistics;
  private final ParameterViews views;
  private final Tensor[][] parameters;
  private final Batch all;

  private final Pieces pieces;

  private boolean ownsExamples;

  /** The pass whose sweep state is held. */
  private NetworkPass held;

  private Batch heldBatch;
  private int heldFrom;
  private long preparations;

  /**
   * @param point closed together with this, and where this cannot be made
   * @param memory that the buffers of one pass may take
   * @param residuals whether the residuals count, or only the Gauss–Newton part is wanted
   */
  LinearizedNetwork(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      ExampleTensors examples,
      PassBudget memory,
      Tensor point,
      boolean residuals) {
    this(compute, layers, loss, examples, memory, memory.passes(), point, residuals);
  }

  /**
   * @param passes of the memory, that of passes
   */
  private LinearizedNetwork(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      ExampleTensors examples,
      PassBudget memory,
      MemoryLimit passes,
      Tensor point,
      boolean residuals) {
    this.compute = compute;
    this.layers = layers;
    this.loss = loss;
    this.examples = examples;
    this.memory = memory;
    this.point = point;
    this.pieces = new Pieces(compute, layers, loss, examples, point.type(), true, passes);
    this.residuals = residuals;
    this.statistics = statistics();
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.all = Batch.all(examples.count());
  }

  private List<ChannelStatistics> statistics() {
    try {
      return pieces.statistics(examples.features(), point);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /**
   * The same in another floating-point type, on copies that are its own, to gather from: its passes
   * take no more than there is room for beside these.
   */
  LinearizedNetwork in(DataType type) {
    ExampleTensors cast =
        ExampleTensors.of(
            () -> TypeCopy.of(compute, examples.features(), type),
            () -> TypeCopy.of(compute, examples.targets(), type));
    try {
      LinearizedNetwork network =
          new LinearizedNetwork(
              compute,
              layers,
              loss,
              cast,
              memory,
              memory.passesBesideGathered(),
              TypeCopy.of(compute, point, type),
              residuals);
      network.ownsExamples = true;
      return network;
    } catch (RuntimeException failure) {
      cast.close();
      throw failure;
    }
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

  /** The memory that a pass, or what is gathered from passes, may take. */
  PassBudget memory() {
    return memory;
  }

  /** The point, by layer. */
  Tensor[][] parameters() {
    return parameters;
  }

  /** A direction or a sum, by layer, without copying. */
  Tensor[][] views(Tensor flat) {
    return views.of(flat);
  }

  /** What is done with a pass that holds the examples of a batch from {@code from} on. */
  interface Visit {
    void on(NetworkPass pass, int from);
  }

  /**
   * Visits a batch in passes whose gradient sweep is done.
   *
   * @param begin makes the sums zero; called again where fewer examples must go through at a time
   */
  void sweep(Batch batch, Runnable begin, Visit visit) {
    pieces.sweep(batch.size(), begin, (from, rows) -> visit.on(prepare(batch, from, rows), from));
  }

  /**
   * Visits all examples, with what is gathered from them taking memory too: whatever is refused
   * here, other sweeps have as many examples at a time as before.
   *
   * @param divide whether fewer go through at a time where there is no room
   * @throws org.escapement.engine.compute.DeviceMemoryException where there is no room otherwise
   */
  void gather(boolean divide, Visit visit) {
    Pieces.Piece piece = (from, rows) -> visit.on(prepare(all, from, rows), from);
    pieces.within(
        memory.passesBesideGathered(),
        () -> {
          if (divide) {
            pieces.sweep(all.size(), () -> {}, piece);
          } else {
            pieces.undivided(all.size(), piece);
          }
          return null;
        });
  }

  /** Asks the pass over the first of all examples what is the same for any of them. */
  <T> T ask(Function<NetworkPass, T> question) {
    return pieces.within(
        memory.passesBesideGathered(),
        () -> pieces.fitting(all.size(), () -> question.apply(prepare(all, 0, pieces.rows()))));
  }

  /** The pass over some examples of a batch, its gradient sweep done. */
  private NetworkPass prepare(Batch batch, int from, int rows) {
    if (heldBatch == batch && heldFrom == from && held.rows() == rows && pieces.keeps(held)) {
      return held;
    }
    heldBatch = null;
    // room for what all examples take in pieces, as Chunks sees to
    NetworkPass pass = pieces.pass(rows, pieces.rows() + examples.count() % pieces.rows());
    pass.fix(statistics);
    pass.load(examples, batch, from);
    pass.linearize(parameters, residuals);
    held = pass;
    heldBatch = batch;
    heldFrom = from;
    preparations++;
    return pass;
  }

  /** Tells by its change that a pass does not hold what a sweep has left there. */
  long preparations() {
    return preparations;
  }

  @Override
  public void close() {
    pieces.close();
    point.close();
    if (ownsExamples) {
      examples.close();
    }
    held = null;
    heldBatch = null;
  }
}
