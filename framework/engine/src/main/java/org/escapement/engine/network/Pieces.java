package org.escapement.engine.network;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.KeptMemory;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Goes through examples in passes of as many as there is memory for. A sweep that a device has no
 * room for begins anew with smaller pieces, so that its sums are those of one size of pieces, and a
 * sum that was begun is never added to twice. Between sweeps the passes give way to other things.
 */
final class Pieces implements KeptMemory, AutoCloseable {
  private final Compute compute;
  private final List<Layer> layers;
  private final MemoryLimit usual;
  private final Passes passes;
  private final long rowBytes;
  private final int examples;
  private final ReentrantLock inUse = new ReentrantLock();

  /** The one that is kept to; another than the usual only while this is in use. */
  private volatile MemoryLimit memory;

  /**
   * @param data all examples, whose number decides in how many pieces they go through
   * @param type that is computed in
   * @param secondOrder whether passes make the tangent and second sweeps
   * @param memory that a pass may take
   */
  Pieces(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      ExampleTensors data,
      DataType type,
      boolean secondOrder,
      MemoryLimit memory) {
    this.compute = compute;
    this.layers = layers;
    this.usual = memory;
    this.memory = memory;
    passes = new Passes(compute, layers, loss, type, secondOrder);
    rowBytes = Chunks.rowBytes(data.features().columns(), layers, type);
    examples = data.count();
    compute.keeps(this);
  }

  /** What is done with the examples {@code [from, from + rows)} of a batch. */
  interface Piece {
    void on(int from, int rows);
  }

  /** The most examples in one pass. */
  int rows() {
    return Chunks.rows(rowBytes, examples, memory.bytes());
  }

  /**
   * The pass with so many rows, within {@link #fitting}.
   *
   * @param room the most rows in all that are kept
   */
  NetworkPass pass(int rows, long room) {
    return passes.of(rows, room);
  }

  /** Whether a pass still has its buffers. */
  boolean keeps(NetworkPass pass) {
    return passes.keeps(pass);
  }

  /**
   * Visits a batch piece by piece.
   *
   * @param size of the batch
   * @param begin makes the sums zero; called again where pieces turn out to be too large
   */
  void sweep(int size, Runnable begin, Piece piece) {
    fitting(
        size,
        () -> {
          begin.run();
          undivided(size, piece);
          return null;
        });
  }

  /**
   * Visits a batch piece by piece, once.
   *
   * @throws DeviceMemoryException where pieces turn out to be too large
   */
  void undivided(int size, Piece piece) {
    exclusively(
        () ->
            closedIfRefused(
                () -> {
                  int from = 0;
                  while (from < size) {
                    int count = Math.min(size - from, rows());
                    piece.on(from, count);
                    from += count;
                  }
                  return null;
                }));
  }

  /**
   * Visits a batch that goes through one pass as a whole.
   *
   * @throws DeviceMemoryException where there is no room for it
   */
  void whole(int size, Runnable begin, Piece piece) {
    exclusively(
        () ->
            memory.fitting(
                () ->
                    closedIfRefused(
                        () -> {
                          begin.run();
                          piece.on(0, size);
                          return null;
                        }),
                () -> false,
                () -> {},
                "the "
                    + size
                    + " examples of a batch, which normalise one another, go through together"));
  }

  /**
   * Does work on pieces of at most {@link #rows} examples, of so many; from its start again where
   * they turn out to be too large.
   */
  <T> T fitting(int size, Supplier<T> work) {
    return exclusively(
        () ->
            memory.fitting(
                () -> closedIfRefused(work),
                () -> Math.min(size, rows()) > 1,
                () -> memory.limit(rowBytes * ((Math.min(size, rows()) + 1) / 2)),
                "examples go through one at a time"));
  }

  /** The statistics of all examples at a point. */
  List<ChannelStatistics> statistics(Tensor features, Tensor point) {
    return fitting(examples, () -> ExampleStatistics.of(compute, layers, features, rows(), point));
  }

  /** Does work whose passes keep to another limit. */
  <T> T within(MemoryLimit other, Supplier<T> work) {
    return exclusively(
        () -> {
          memory = other;
          try {
            return work.get();
          } finally {
            memory = usual;
          }
        });
  }

  private <T> T exclusively(Supplier<T> work) {
    inUse.lock();
    try {
      return work.get();
    } finally {
      inUse.unlock();
    }
  }

  /** Work after which no pass is left that lacks buffers which are made when they are needed. */
  private <T> T closedIfRefused(Supplier<T> work) {
    try {
      return work.get();
    } catch (DeviceMemoryException full) {
      passes.close();
      throw full;
    }
  }

  @Override
  public boolean giveWay() {
    if (inUse.isHeldByCurrentThread() || !inUse.tryLock()) {
      return false;
    }
    try {
      return passes.close() > 0;
    } finally {
      inUse.unlock();
    }
  }

  @Override
  public void close() {
    exclusively(passes::close);
  }
}
