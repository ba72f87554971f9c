package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;

/**
 * The memory that one pass over examples, or what is gathered from passes, may take, for all
 * objectives and curvatures of a network. Where a device refuses as much it becomes less for all of
 * them, so that what fits is found once; but less for that kind of piece only.
 */
final class PassBudget {
  /** Passes of three kinds and a solver's vectors share a device. */
  private static final int SHARES = 4;

  private final MemoryLimit passes;
  private final MemoryLimit passesBesideGathered;
  private final MemoryLimit gathered;
  private final MemoryLimit products;

  /**
   * @param bytes of one pass; no more than its share of the device is taken
   */
  PassBudget(Compute compute, long bytes) {
    long share = Math.min(bytes, compute.memoryBytes() / SHARES);
    passes = new MemoryLimit(compute, () -> share);
    passesBesideGathered = new MemoryLimit(compute, passes::bytes);
    gathered = new MemoryLimit(compute, () -> share);
    products = new MemoryLimit(compute, () -> share);
  }

  /** Of the buffers of one pass. */
  MemoryLimit passes() {
    return passes;
  }

  /** Of the buffers of one pass while what is gathered takes memory too; no more than else. */
  MemoryLimit passesBesideGathered() {
    return passesBesideGathered;
  }

  /** Of what is gathered from passes. */
  MemoryLimit gathered() {
    return gathered;
  }

  /** Of products of what is gathered. */
  MemoryLimit products() {
    return products;
  }
}
