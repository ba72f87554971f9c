package org.escapement.engine.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

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
  public void choose(Pointer image, int[] winners) {
    ((DoublePointer) image).get(this.image);
    int size = (int) (window.height() * window.width());
    int down = (int) window.outputHeight();
    for (int c = 0; c < window.channels(); c++) {
      for (int i = 0; i < down; i++) {
        int top = window.firstLine(i);
        int lines = window.endLine(i) - top;
        chooseLine(winners, (c * down + i) * across, c * size + top * width, lines);
      }
    }
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

  private void compare(int[] winners, int first, int begin, int end, int from) {
    int at = from;
    for (int j = begin; j < end; j++) {
      double entry = image[at];
      double difference = greatest[j] - entry + 0; // -0 becomes 0
      int greater = (int) (Double.doubleToRawLongBits(difference) >> 63);
      winners[first + j] ^= (winners[first + j] ^ at) & greater;
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
    for (int j = 0; j < winners.length; j++) {
      this.pooled[j] = this.image[winners[j]];
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
