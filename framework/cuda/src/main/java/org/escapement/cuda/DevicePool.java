package org.escapement.cuda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import org.escapement.cuda.Device.OutOfDeviceMemory;
import org.escapement.engine.compute.DeviceMemoryException;

/**
 * The device's memory, kept for reuse: to take and to give back costs CUDA a wait for all work.
 * Blocks come in few sizes, so that one that was given back fits the next that is asked for. What
 * is kept unused goes back before anything is refused.
 */
final class DevicePool {
  private static final long SMALLEST = 512;
  private static final int STEPS_PER_DOUBLING = 8;

  private final Device device;
  private final long cap;
  private final TreeMap<Long, Deque<Long>> unused = new TreeMap<>();
  private long used;
  private long kept;

  /**
   * @param cap the bytes that it may take in all
   */
  DevicePool(Device device, long cap) {
    this.device = device;
    this.cap = cap;
  }

  /** A block of memory, of at least the size asked for. */
  record Block(long address, long bytes) {}

  /** The bytes that are in use. */
  long usedBytes() {
    return used;
  }

  /** The bytes that are kept unused. */
  long keptBytes() {
    return kept;
  }

  long cap() {
    return cap;
  }

  /**
   * Takes a block, whatever it holds.
   *
   * @throws DeviceMemoryException where the cap or the device leaves no room
   */
  Block take(long bytes) {
    long size = rounded(bytes);
    Deque<Long> fitting = unused.get(size);
    if (fitting != null && !fitting.isEmpty()) {
      kept -= size;
      used += size;
      return new Block(fitting.pop(), size);
    }
    if (used + kept + size > cap) {
      release();
    }
    if (used + size > cap) {
      throw refusal(bytes);
    }
    long address;
    try {
      address = device.allocate(size);
    } catch (OutOfDeviceMemory e) {
      address = afterRelease(size, bytes);
    }
    used += size;
    return new Block(address, size);
  }

  private long afterRelease(long size, long wanted) {
    if (kept == 0) {
      throw refusal(wanted);
    }
    release();
    try {
      return device.allocate(size);
    } catch (OutOfDeviceMemory e) {
      throw refusal(wanted);
    }
  }

  /** Takes a block back; the device may still be at work on it. */
  void giveBack(Block block) {
    unused.computeIfAbsent(block.bytes(), size -> new ArrayDeque<>()).push(block.address());
    used -= block.bytes();
    kept += block.bytes();
  }

  /** Gives the device back all that is unused. */
  void release() {
    unused.values().forEach(addresses -> addresses.forEach(device::free));
    unused.clear();
    kept = 0;
  }

  /** At most an eighth more than asked for. */
  static long rounded(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(SMALLEST, Long.highestOneBit(bytes - 1) / STEPS_PER_DOUBLING);
    return (bytes + step - 1) / step * step;
  }

  private DeviceMemoryException refusal(long bytes) {
    return new DeviceMemoryException(
        device.label()
            + " has no room for "
            + bytes
            + " bytes: "
            + used
            + " in use, at most "
            + cap
            + " allowed, "
            + device.freeBytes()
            + " free on the card");
  }
}
