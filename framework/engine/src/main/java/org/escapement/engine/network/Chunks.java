package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.nd4j.linalg.api.buffer.DataType;

/** Splits examples into pieces whose buffers stay within a bound on memory. */
final class Chunks {
  /** Row buffers of the width of the input. */
  private static final int INPUT_BUFFERS = 2;

  private Chunks() {}

  /**
   * The rows of a pass through these layers: as many as its buffers may hold, or fewer, so that
   * pieces of {@code count} examples come out alike and can share their buffers, or the last is
   * smaller and its buffers are within the bound beside the others'. One at least, whatever it
   * takes.
   *
   * @param bytes that the buffers may take
   */
  static int rows(long inputs, List<Layer> layers, DataType type, int count, long bytes) {
    return rows(rowBytes(inputs, layers, type), count, bytes);
  }

  /** The bytes of a row's buffers. */
  static long rowBytes(long inputs, List<Layer> layers, DataType type) {
    return (INPUT_BUFFERS * inputs + LayerChain.bufferEntries(layers)) * type.width();
  }

  /** As the other, of rows whose buffers take so many bytes. */
  static int rows(long rowBytes, int count, long bytes) {
    long most = Math.max(1, bytes / rowBytes);
    long pieces = (count + most - 1) / most;
    long rows = (count + pieces - 1) / pieces;
    while (rows > 1 && count % rows > 0 && rows + count % rows > most) {
      pieces++;
      rows = (count + pieces - 1) / pieces;
    }
    return (int) rows;
  }
}
