package org.escapement.engine.tensor;

import java.util.stream.IntStream;

/**
 * How an image is laid out for products with the patches under windows. Row (c, x) of the lowered
 * image holds channel c shifted x to the left and thinned to the entries that a window begins at,
 * zeros where it lies in the padding. Its lines are sorted by their remainder modulo the stride, so
 * that the lines which the windows' y-th lines cover are neighbours: the patches' part with kernel
 * line y is a matrix {@code [channels · kernel, positions]} within the lowered image, and nothing
 * is copied kernel² times. A last row of ones takes the bias along.
 */
final class LoweredShape {
  private final Window2d window;
  private final int lines;
  private final int[] targets;
  private final int[] begins;
  private final int[] ends;

  LoweredShape(Window2d window) {
    this.window = window;
    // of one remainder
    lines = (int) (window.outputHeight() + (window.kernel() - 1) / window.stride());
    targets = IntStream.range(0, (int) window.height()).map(this::targetOf).toArray();
    begins = IntStream.range(0, (int) window.kernel()).map(this::beginOf).toArray();
    ends = IntStream.range(0, (int) window.kernel()).map(this::endOf).toArray();
  }

  Window2d window() {
    return window;
  }

  /** The pairs (c, x): without the row of ones. */
  int rows() {
    return (int) (window.channels() * window.kernel());
  }

  /** The rows that take part in kernel line y: the ones only once, if at all. */
  int rows(int y, boolean ones) {
    return ones && y == 0 ? rows() + 1 : rows();
  }

  /** Entries from a row to the next. */
  int rowLength() {
    return (int) (window.stride() * lines * window.outputWidth());
  }

  /** Entries of the lowered image, the row of ones included. */
  int length() {
    return Math.multiplyExact(rows() + 1, rowLength());
  }

  /** Where the matrix of kernel line y begins. */
  int line(int y) {
    return place(y);
  }

  /** Where line i of an image goes in a row, or −1 if no window covers it. */
  int target(int i) {
    return targets[i];
  }

  /** The first output column whose window's x-th column lies in the image. */
  int begin(int x) {
    return begins[x];
  }

  /** Behind the last output column whose window's x-th column lies in the image. */
  int end(int x) {
    return ends[x];
  }

  /** The image's column under the x-th column of the window at {@link #begin}. */
  int source(int x) {
    return (int) (begins[x] * window.stride() + x - window.padding());
  }

  private int place(long line) {
    long stride = window.stride();
    return (int) ((line % stride * lines + line / stride) * window.outputWidth());
  }

  private int targetOf(int i) {
    long padded = i + window.padding();
    return padded / window.stride() < lines ? place(padded) : -1;
  }

  private int beginOf(int x) {
    long outside = Math.max(0, window.padding() - x);
    long begin = (outside + window.stride() - 1) / window.stride();
    return (int) Math.min(window.outputWidth(), begin);
  }

  private int endOf(int x) {
    long last = window.width() - 1 + window.padding() - x;
    long end = last < 0 ? 0 : last / window.stride() + 1;
    return (int) Math.max(beginOf(x), Math.min(window.outputWidth(), end));
  }
}
