package org.escapement.cuda;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a card does, and nothing of how: narrow, so that a stand-in can take its place where there
 * is no card. Work is done in the order in which it was asked for; only {@link #download} and
 * {@link #synchronize} wait for it. One thread at a time.
 *
 * <p>Addresses are bytes on the device, pitches bytes from a row to the next.
 */
interface Device {
  /** The card, for people. */
  String label();

  /** Its memory that is free now, in bytes. */
  long freeBytes();

  /**
   * Takes memory, whatever it holds.
   *
   * @return its address, at a multiple of 256
   * @throws OutOfDeviceMemory where there is not as much
   */
  long allocate(long bytes);

  /** Gives memory back that {@link #allocate} took, once the work asked for so far is done. */
  void free(long address);

  /** Copies rows of {@code width} bytes to the device. The host's memory may change afterwards. */
  void upload(Pointer from, long fromPitch, long to, long toPitch, long width, long rows);

  /** Copies rows of {@code width} bytes from the device. */
  void download(long from, long fromPitch, Pointer to, long toPitch, long width, long rows);

  /**
   * Starts a kernel.
   *
   * @param type what {@code REAL} is
   * @param blocksX along x
   * @param blocksY along y
   * @param threads in a block, along x
   * @param arguments eight bytes each: an address, an index or the bits of a double
   */
  void launch(
      DataType type, String kernel, int blocksX, int blocksY, int threads, long... arguments);

  /** Does products of matrices, of a type. */
  void multiply(DataType type, Product product);

  /** Waits until all work is done. */
  void synchronize();

  /**
   * Matrices on the device.
   *
   * @param address of the first
   * @param stride from a row to the next, in entries
   * @param step from a matrix to the next, in entries; zero if all are the same one
   */
  record MatrixAt(long address, long stride, long step) {}

  /** The device has no room. */
  final class OutOfDeviceMemory extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
