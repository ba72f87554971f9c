package org.escapement.lab.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files for tests. */
final class IdxFiles {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private IdxFiles() {}

  /** Images whose bytes count up, modulo 256. */
  static byte[] images(int count, int rows, int columns) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * rows * columns);
    file.putInt(0x00000803).putInt(count).putInt(rows).putInt(columns);
    for (int i = 0; file.hasRemaining(); i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  static byte[] labels(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
    file.putInt(0x00000801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  static byte[] header(int... numbers) {
    ByteBuffer header = ByteBuffer.allocate(4 * numbers.length);
    header.asIntBuffer().put(numbers);
    return header.array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  static byte[] gunzip(byte[] compressed) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
