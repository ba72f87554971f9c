package org.escapement.engine.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Window2d;

/** {@link Maxima} of doubles. */
final class DoubleMaxima implements Maxima {
  private final Window2d window;
  private final WindowColumns columns;
  private final int kernel;
  private final int width;
  private final int across;
  private final int stride;
  private final double[] image;
  private final double[] pooled;
  private final double[] greatest;

  DoubleMaxima(Window2d window) {
    this.window = window;
    columns = WindowColumns.of(window);
    kernel = (int) window.kernel();
    width = (int) window.width();
    across = (int) window.outputWidth();
    stride = (int) window.stride();
    image = new double[(int) window.inputs()];
    pooled = new double[(int) (window.channels() * window.positions())];
    greatest = new double[across];
  }

  @Override
  public void choose(Pointer image, int[] winners, Pointer pooled) {
    ((DoublePointer) image).get(this.image);
    int size = (int) (window.height() * window.width());
    int down = (int) window.outputHeight();
    for (int c = 0; c < window.channels(); c++) {
      for (int i = 0; i < down; i++) {
        int top = window.firstLine(i);
        int lines = window.endLine(i) - top;
        int base = c * size + top * width;
        if (kernel == 2 && window.padding() == 0) {
          chooseLineOfFours(winners, (c * down + i) * across, base);
        } else {
          chooseLine(winners, (c * down + i) * across, base, lines);
        }
      }
    }
    pick(winners, pooled);
  }

  /**
   * One line of windows, from the line of the image that begins at {@code base} on. Which entry is
   * greater is seldom predictable, so the sign of a difference decides, without a branch.
   */
  private void chooseLine(int[] winners, int first, int base, int lines) {
    for (int j = 0; j < across; j++) {
      winners[first + j] = base + window.firstColumn(j);
      greatest[j] = image[base + window.firstColumn(j)];
    }
    for (int line = 0; line < lines; line++) {
      for (int x = 0; x < kernel; x++) {
        int from = base + line * width + columns.source()[x];
        compare(winners, first, columns.begin()[x], columns.end()[x], from);
      }
    }
    for (int j = 0; j < across; j++) {
      if (greatest[j] - greatest[j] != 0) {
        winners[first + j] = chooseAmongInfinite(base, lines, j);
      }
    }
  }

  /** As {@link #chooseLine} for windows of two by two within the image, twice as fast. */
  private void chooseLineOfFours(int[] winners, int first, int base) {
    for (int j = 0; j < across; j++) {
      int at = base + j * stride;
      int below = at + width;
      double top = Math.max(image[at], image[at + 1]);
      double bottom = Math.max(image[below], image[below + 1]);
      int inTop = at - less(image[at], image[at + 1]);
      int inBottom = below - less(image[below], image[below + 1]);
      winners[first + j] = inTop ^ ((inTop ^ inBottom) & less(top, bottom));
      double best = Math.max(top, bottom);
      if (best - best != 0) {
        winners[first + j] = chooseAmongInfinite(base, 2, j);
      }
    }
  }

  /** −1 if a is less than b, and else 0; for finite numbers. */
  private static int less(double a, double b) {
    return (int) (Double.doubleToRawLongBits(a - b + 0) >> 63); // -0 becomes 0
  }

  private void compare(int[] winners, int first, int begin, int end, int from) {
    int at = from;
    for (int j = begin; j < end; j++) {
      double entry = image[at];
      winners[first + j] ^= (winners[first + j] ^ at) & less(greatest[j], entry);
      greatest[j] = Math.max(greatest[j], entry);
      at += stride;
    }
  }

  /** By comparisons. A NaN wins, so that a diverged network shows it. */
  private int chooseAmongInfinite(int base, int lines, int j) {
    int best = base + window.firstColumn(j);
    for (int line = 0; line < lines; line++) {
      for (int x = window.firstColumn(j); x < window.endColumn(j); x++) {
        double entry = image[base + line * width + x];
        if (entry > image[best] || (entry != entry && image[best] == image[best])) {
          best = base + line * width + x;
        }
      }
    }
    return best;
  }

  @Override
  public void pick(Pointer image, int[] winners, Pointer pooled) {
    ((DoublePointer) image).get(this.image);
    pick(winners, pooled);
  }

  private void pick(int[] winners, Pointer pooled) {
    for (int j = 0; j < winners.length; j++) {
      this.pooled[j] = image[winners[j]];
    }
    ((DoublePointer) pooled).put(this.pooled);
  }

  @Override
  public void put(Pointer pooled, int[] winners, Pointer image) {
    ((DoublePointer) pooled).get(this.pooled);
    Arrays.fill(this.image, 0);
    for (int j = 0; j < winners.length; j++) {
      this.image[winners[j]] += this.pooled[j];
    }
    ((DoublePointer) image).put(this.image);
  }
}
