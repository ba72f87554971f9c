package org.escapement.engine.network;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;

/**
 * The memory that one pass over examples may take, for all objectives and curvatures of a network.
 * Where a device refuses as much it becomes less for all of them, so that what fits is found once.
 */
final class PassBudget {
  /** Passes of three kinds and a solver's vectors share a device. */
  private static final int SHARES = 4;

  private final Compute compute;
  private volatile long bytes;

  /**
   * @param bytes of one pass; no more than its share of the device is taken
   */
  PassBudget(Compute compute, long bytes) {
    this.compute = compute;
    this.bytes = Math.min(bytes, compute.memoryBytes() / SHARES);
  }

  /** What the buffers of one pass, or what is gathered from passes, may take. */
  long bytes() {
    return bytes;
  }

  /** Allows no more from now on. */
  void limit(long most) {
    bytes = Math.min(bytes, most);
  }

  /**
   * Does work until there is room for it.
   *
   * @param work begins anew each time, whatever an attempt before it has left
   * @param divide makes its pieces smaller; false if they are the smallest
   * @param least what these are, for people
   * @throws DeviceMemoryException where there is not even room for the smallest
   */
  <T> T fitting(Supplier<T> work, BooleanSupplier divide, String least) {
    return compute.asOneShortage(
        () -> {
          while (true) {
            try {
              return work.get();
            } catch (DeviceMemoryException full) {
              if (!divide.getAsBoolean()) {
                throw full.with(least);
              }
            }
          }
        });
  }
}
