package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** Splits examples into pieces whose buffers stay within a bound on memory. */
final class Chunks {
  /** Bytes of buffers that one pass may hold. */
  private static final long BUFFER_BYTES = 512L << 20;

  /** Row buffers of the width of the input. */
  private static final int INPUT_BUFFERS = 2;

  private Chunks() {}

  /** The most rows that a pass through these layers may have. */
  static int rows(long inputs, List<Layer> layers, DataType type) {
    long entries = INPUT_BUFFERS * inputs + layers.stream().mapToLong(Layer::bufferEntries).sum();
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, BUFFER_BYTES / (entries * type.width())));
  }
}
