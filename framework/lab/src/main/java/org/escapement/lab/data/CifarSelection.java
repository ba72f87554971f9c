package org.escapement.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The examples of some classes in the batches of CIFAR-10, in order of appearance. A first pass
 * checks and counts everything, so that nothing is allocated for examples that are not there.
 */
final class CifarSelection {
  private static final int PIXELS = CifarBatches.RECORD - 1;

  private final CifarBatches batches;
  private final List<String> names;
  private final List<CifarClass> classes;
  private final long[] counts;

  private CifarSelection(CifarBatches batches, List<String> names, List<CifarClass> classes) {
    this.batches = batches;
    this.names = names;
    this.classes = classes;
    this.counts = new long[names.size()];
  }

  /**
   * Reads the batches through once.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MISSING or DATA_MALFORMED
   */
  static CifarSelection of(CifarBatches batches, List<String> names, List<CifarClass> classes) {
    CifarSelection selection = new CifarSelection(batches, names, classes);
    batches.read(names, selection::count);
    return selection;
  }

  private void count(int batch, InputStream in) throws IOException {
    byte[] image = new byte[CifarBatches.RECORD];
    while (next(batch, in, image)) {
      counts[batch] += output(image) < 0 ? 0 : 1;
    }
  }

  private boolean next(int batch, InputStream in, byte[] image) throws IOException {
    int read = in.readNBytes(image, 0, image.length);
    String name = names.get(batch);
    if (read > 0 && read < image.length) {
      throw DataFiles.malformed(
          batches.locate(name),
          "truncated: its last record has " + read + " bytes, must have " + image.length);
    }
    if (read > 0 && Byte.toUnsignedInt(image[0]) >= CifarClass.values().length) {
      throw DataFiles.malformed(
          batches.locate(name),
          "holds the label "
              + Byte.toUnsignedInt(image[0])
              + ", must be at most "
              + (CifarClass.values().length - 1));
    }
    return read > 0;
  }

  private int output(byte[] image) {
    return classes.indexOf(CifarClass.values()[image[0]]);
  }

  /** The examples of these classes in all batches. */
  long available() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return all;
  }

  /**
   * Reads the first examples.
   *
   * @param labels receives the output of each example's class; its length is the number of examples
   * @return their pixels, image after image
   */
  byte[] read(byte[] labels) {
    byte[] pixels = new byte[Math.multiplyExact(labels.length, PIXELS)];
    long[] starts = new long[counts.length];
    for (int batch = 1; batch < starts.length; batch++) {
      starts[batch] = starts[batch - 1] + counts[batch - 1];
    }
    batches.read(names, (batch, in) -> take(batch, in, starts[batch], labels, pixels));
    return pixels;
  }

  private void take(int batch, InputStream in, long start, byte[] labels, byte[] pixels)
      throws IOException {
    byte[] image = new byte[CifarBatches.RECORD];
    long end = Math.min(labels.length, start + counts[batch]);
    for (long row = start; row < end; ) {
      if (!next(batch, in, image)) {
        throw DataFiles.malformed(
            batches.locate(names.get(batch)), "has become shorter while it was read");
      }
      int output = output(image);
      if (output >= 0) {
        labels[(int) row] = (byte) output;
        System.arraycopy(image, 1, pixels, (int) row * PIXELS, PIXELS);
        row++;
      }
    }
  }
}
