package org.escapement.engine.compute;

import java.util.SplittableRandom;

/** Random windows, and which entry of an image lies under an entry of one. */
final class Windows {
  private Windows() {}

  /** Windows for convolutions: some lie wholly in the padding. */
  static Window2d any(SplittableRandom random) {
    while (true) {
      int kernel = 1 + random.nextInt(4);
      int height = 1 + random.nextInt(9);
      int width = 1 + random.nextInt(9);
      int padding = random.nextInt(4);
      if (kernel <= height + 2 * padding && kernel <= width + 2 * padding) {
        return new Window2d(
            1 + random.nextInt(4), height, width, kernel, 1 + random.nextInt(3), padding);
      }
    }
  }

  /** Windows that each cover an entry of the image. */
  static Window2d pooling(SplittableRandom random) {
    while (true) {
      int kernel = 1 + random.nextInt(4);
      int height = 1 + random.nextInt(9);
      int width = 1 + random.nextInt(9);
      int padding = random.nextInt(kernel / 2 + 1);
      if (kernel <= height + 2 * padding && kernel <= width + 2 * padding) {
        return Window2d.pooling(
            1 + random.nextInt(4), height, width, kernel, 1 + random.nextInt(3), padding);
      }
    }
  }

  static int outputs(Window2d window) {
    return (int) (window.channels() * window.positions());
  }

  /**
   * Where the entry at line y, column x of the window at a position lies in the image's row, or −1
   * for the padding.
   */
  static int at(Window2d window, int channel, int position, int y, int x) {
    int across = (int) window.outputWidth();
    long line = position / across * window.stride() - window.padding() + y;
    long column = position % across * window.stride() - window.padding() + x;
    boolean inside = line >= 0 && line < window.height() && column >= 0 && column < window.width();
    return inside ? (int) ((channel * window.height() + line) * window.width() + column) : -1;
  }
}
