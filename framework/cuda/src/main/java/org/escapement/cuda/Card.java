package org.escapement.cuda;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.DeviceMemoryException;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A device with its pool, for one thread at a time: whoever comes while another is at it waits. So
 * the order of work is that of the calls, which is what lets a block be used again at once.
 */
final class Card {
  /** The threads of a block; kernels that add up are written for as many. */
  static final int THREADS = 256;

  private static final int COLLECTIONS = 2;
  private static final long COLLECTION_MILLISECONDS = 20;
  private static final long MOST_BLOCKS_X = 1 << 16;
  private static final long MOST_BLOCKS_Y = (1 << 16) - 1;

  private final Device device;
  private final DevicePool pool;
  private final ReentrantLock lock = new ReentrantLock();

  Card(Device device, long cap) {
    this.device = device;
    pool = new DevicePool(device, cap);
  }

  String label() {
    return device.label();
  }

  /** The pool, for those that look at it while nothing is at work. */
  DevicePool pool() {
    return pool;
  }

  /** Does something on the device as one piece. */
  <T> T call(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Does something on the device as one piece. */
  void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  Device device() {
    return device;
  }

  /**
   * Takes a block, whatever it holds. Before it refuses, tensors that nobody can reach any more are
   * looked for.
   *
   * @throws DeviceMemoryException where there is no room
   */
  Block take(long bytes) {
    for (int attempt = 0; attempt < COLLECTIONS; attempt++) {
      try {
        return call(() -> pool.take(bytes));
      } catch (DeviceMemoryException e) {
        collect();
      }
    }
    return call(() -> pool.take(bytes));
  }

  private static void collect() {
    System.gc();
    try {
      Thread.sleep(COLLECTION_MILLISECONDS); // the collector's findings are freed by another thread
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void giveBack(Block block) {
    run(() -> pool.giveBack(block));
  }

  /** A tensor that holds anything. */
  CudaTensor tensor(DataType type, long rows, long columns) {
    Block block = take(Math.multiplyExact(Math.multiplyExact(rows, columns), type.width()));
    return CudaTensor.owning(block, this::giveBack, type, rows, columns);
  }

  /** Starts a kernel with a row of threads for each row of a matrix. */
  void launch(DataType type, String kernel, long rows, long columns, long... arguments) {
    int x = (int) Math.min(MOST_BLOCKS_X, (columns + THREADS - 1) / THREADS);
    int y = (int) Math.min(MOST_BLOCKS_Y, rows);
    run(() -> device.launch(type, kernel, x, y, THREADS, arguments));
  }

  /** Starts a kernel with a number of blocks. */
  void launchBlocks(DataType type, String kernel, long blocks, long... arguments) {
    int x = (int) Math.min(MOST_BLOCKS_X, blocks);
    run(() -> device.launch(type, kernel, x, 1, THREADS, arguments));
  }

  /** As {@link Device#multiply}. */
  void multiply(DataType type, Product product) {
    run(() -> device.multiply(type, product));
  }

  /** An argument of a kernel that is a double. */
  static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
