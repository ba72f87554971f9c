package org.escapement.engine.tensor;

import java.util.stream.IntStream;
import org.escapement.engine.compute.Window2d;

/**
 * How an image is laid out for products with the patches under windows. Row (c, x) of the lowered
 * image holds channel c shifted x to the left and thinned to the entries that a window begins at,
 * zeros where it lies in the padding. Its lines are sorted by their remainder modulo the stride, so
 * that the lines which the windows' y-th lines cover are neighbours: the patches' part with kernel
 * line y is a matrix {@code [channels · kernel, positions]} within the lowered image, and nothing
 * is copied kernel² times. A last row of ones takes the bias along.
 *
 * @param window over the image
 * @param rows the pairs (c, x): without the row of ones
 * @param rowLength entries from a row to the next
 * @param columns of the windows
 * @param lines where each line of the image goes in a row, or −1 if no window covers it
 */
record LoweredShape(Window2d window, int rows, int rowLength, WindowColumns columns, int[] lines) {
  LoweredShape(Window2d window) {
    this(
        window,
        Math.toIntExact(window.channels() * window.kernel()),
        Math.toIntExact(window.stride() * linesOfARemainder(window) * window.outputWidth()),
        WindowColumns.of(window),
        IntStream.range(0, (int) window.height())
            .map(i -> place(window, i + window.padding()))
            .toArray());
  }

  /** Entries of the lowered image, the row of ones included. */
  int length() {
    return Math.multiplyExact(rows + 1, rowLength);
  }

  /** Where the matrix of kernel line y begins. */
  int begin(int y) {
    return place(window, y);
  }

  /** The rows that take part in kernel line y: the ones only once, if at all. */
  int rows(int y, boolean ones) {
    return ones && y == 0 ? rows + 1 : rows;
  }

  private static long linesOfARemainder(Window2d window) {
    return window.outputHeight() + (window.kernel() - 1) / window.stride();
  }

  /** Where a line goes, counted with the padding. */
  private static int place(Window2d window, long line) {
    long lines = linesOfARemainder(window);
    long place = line / window.stride();
    return place < lines
        ? (int) ((line % window.stride() * lines + place) * window.outputWidth())
        : -1;
  }
}
