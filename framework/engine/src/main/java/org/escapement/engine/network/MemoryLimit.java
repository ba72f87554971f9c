package org.escapement.engine.network;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;

/** The memory that pieces of one kind may take; it becomes less where a device refuses as much. */
final class MemoryLimit {
  private final Compute compute;
  private final LongSupplier most;
  private volatile long bytes = Long.MAX_VALUE;

  /**
   * @param most the bytes that are never exceeded, whatever is refused
   */
  MemoryLimit(Compute compute, LongSupplier most) {
    this.compute = compute;
    this.most = most;
  }

  /** What a piece may take. */
  long bytes() {
    return Math.min(bytes, most.getAsLong());
  }

  /** Allows no more from now on. */
  void limit(long bytes) {
    this.bytes = Math.min(this.bytes, bytes);
  }

  /**
   * Does work until there is room for it.
   *
   * @param work begins anew each time, whatever an attempt before it has left
   * @param divisible whether its pieces can be smaller
   * @param divide makes them smaller
   * @param least what these are, for people
   * @throws DeviceMemoryException where there is not even room for the smallest
   */
  <T> T fitting(Supplier<T> work, BooleanSupplier divisible, Runnable divide, String least) {
    return compute.asOneShortage(
        divisible,
        () -> {
          while (true) {
            try {
              return work.get();
            } catch (DeviceMemoryException full) {
              if (!divisible.getAsBoolean()) {
                throw full.with(least);
              }
              divide.run();
            }
          }
        });
  }
}
