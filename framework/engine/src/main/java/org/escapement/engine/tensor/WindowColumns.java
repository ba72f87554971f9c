package org.escapement.engine.tensor;

import java.util.stream.IntStream;
import org.escapement.engine.compute.Window2d;

/**
 * Which windows across have their x-th column within the image, for each x: those from {@code
 * begin} to before {@code end}, the first of them over the image's column {@code source}. Worked
 * out once, since it takes divisions.
 */
record WindowColumns(int[] begin, int[] end, int[] source) {
  static WindowColumns of(Window2d window) {
    int kernel = (int) window.kernel();
    int[] begin = IntStream.range(0, kernel).map(x -> begin(window, x)).toArray();
    int[] end = IntStream.range(0, kernel).map(x -> end(window, x)).toArray();
    int[] source =
        IntStream.range(0, kernel)
            .map(x -> (int) (begin[x] * window.stride() + x - window.padding()))
            .toArray();
    return new WindowColumns(begin, end, source);
  }

  private static int begin(Window2d window, int x) {
    long outside = Math.max(0, window.padding() - x);
    long begin = (outside + window.stride() - 1) / window.stride();
    return (int) Math.min(window.outputWidth(), begin);
  }

  private static int end(Window2d window, int x) {
    long last = window.width() - 1 + window.padding() - x;
    long end = last < 0 ? 0 : last / window.stride() + 1;
    return (int) Math.max(begin(window, x), Math.min(window.outputWidth(), end));
  }
}
