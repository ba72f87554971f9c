package org.escapement.cuda;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.KeptMemory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A device with its pool, for one thread at a time: whoever comes while another is at it waits. So
 * the order of work is that of the calls, which is what lets a block be used again at once.
 */
final class Card {
  /** The threads of a block; kernels that add up are written for as many. */
  static final int THREADS = 256;

  /** The collector's findings are freed by another thread, which is waited for. */
  private static final int WAITS = 5;

  private static final long WAIT_MILLISECONDS = 20;

  /** Of what the pool may take, the most that scratch takes at the start: an eighth. */
  private static final int SCRATCH_SHARE = 8;

  private static final long MOST_BLOCKS_X = 1 << 16;
  private static final long MOST_BLOCKS_Y = (1 << 16) - 1;

  private final Device device;
  private final DevicePool pool;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<WeakReference<KeptMemory>> kept = new ArrayList<>();
  private final ThreadLocal<Shortage> shortage = new ThreadLocal<>();
  private final AtomicInteger collections = new AtomicInteger();
  private volatile long scratchBytes;

  Card(Device device, long cap) {
    this.device = device;
    pool = new DevicePool(device, cap);
    scratchBytes = cap / SCRATCH_SHARE;
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

  /** As {@link org.escapement.engine.compute.Compute#keeps}. */
  void keeps(KeptMemory memory) {
    synchronized (kept) {
      kept.removeIf(each -> each.get() == null);
      kept.add(new WeakReference<>(memory));
    }
  }

  /** What goes on under a lack of memory, once it has shown. */
  private static final class Shortage {
    private BooleanSupplier divisible;
    private boolean collected;
  }

  /** As {@link org.escapement.engine.compute.Compute#asOneShortage}. */
  <T> T asOneShortage(BooleanSupplier divisible, Supplier<T> work) {
    Shortage around = shortage.get();
    Shortage now = around == null ? new Shortage() : around;
    BooleanSupplier outer = now.divisible;
    now.divisible = divisible;
    shortage.set(now);
    try {
      return work.get();
    } finally {
      now.divisible = outer;
      if (around == null) {
        shortage.remove();
      }
    }
  }

  /** Whether this is within work that tries again with less where memory is refused. */
  boolean withinDivisibleWork() {
    Shortage now = shortage.get();
    return now != null && now.divisible.getAsBoolean();
  }

  /** How often tensors that nobody can reach any more were looked for. */
  int collections() {
    return collections.get();
  }

  /** The most that the scratch of an operation may take. */
  long scratchBytes() {
    return scratchBytes;
  }

  /** Allows scratch no more from now on. */
  void limitScratch(long bytes) {
    scratchBytes = Math.min(scratchBytes, bytes);
  }

  /**
   * Takes a block, whatever it holds. Before it refuses, what is kept for reuse gives way, and
   * then, once in a shortage, tensors that nobody can reach any more are looked for.
   *
   * @throws DeviceMemoryException where there is no room
   */
  Block take(long bytes) {
    try {
      return call(() -> pool.take(bytes));
    } catch (DeviceMemoryException full) {
      if (keptGivesWay()) {
        try {
          return call(() -> pool.take(bytes));
        } catch (DeviceMemoryException stillFull) {
          return afterCollection(bytes, stillFull);
        }
      }
      return afterCollection(bytes, full);
    }
  }

  /** Without the lock, since what gives way closes tensors. */
  private boolean keptGivesWay() {
    List<WeakReference<KeptMemory>> all;
    synchronized (kept) {
      all = List.copyOf(kept);
    }
    boolean any = false;
    for (WeakReference<KeptMemory> each : all) {
      KeptMemory memory = each.get();
      any |= memory != null && memory.giveWay();
    }
    return any;
  }

  private Block afterCollection(long bytes, DeviceMemoryException full) {
    Shortage now = shortage.get();
    if (now != null) {
      if (now.collected) {
        throw full;
      }
      now.collected = true;
    }
    collections.incrementAndGet();
    System.gc();
    DeviceMemoryException last = full;
    for (int i = 0; i < WAITS; i++) {
      pause();
      try {
        return call(() -> pool.take(bytes));
      } catch (DeviceMemoryException stillFull) {
        last = stillFull;
      }
    }
    throw last;
  }

  private static void pause() {
    try {
      Thread.sleep(WAIT_MILLISECONDS);
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
