package org.escapement.engine.compute;

/**
 * Square windows that slide over images whose rows hold {@code [channels, height, width]} in c
 * order. The last window that fits is the last; padding is on all four sides.
 *
 * @param channels of an image
 * @param height of an image
 * @param width of an image
 * @param kernel side of a window
 * @param stride from a window to the next, down and across
 * @param padding entries added on each side
 */
public record Window2d(
    long channels, long height, long width, long kernel, long stride, long padding) {
  /** Refuses windows that fit nowhere. */
  public Window2d {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "images of " + channels + " by " + height + " by " + width);
    }
    if (kernel < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "window of " + kernel + ", stride " + stride + ", padding " + padding);
    }
    if (kernel > height + 2 * padding || kernel > width + 2 * padding) {
      throw new IllegalArgumentException(
          "window of " + kernel + " on " + height + " by " + width + ", padding " + padding);
    }
  }

  /** Windows of which each covers an entry of the image. */
  public static Window2d pooling(
      long channels, long height, long width, long kernel, long stride, long padding) {
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "pooling windows of " + kernel + " with padding " + padding + ", more than half of it");
    }
    return new Window2d(channels, height, width, kernel, stride, padding);
  }

  /** The windows down. */
  public long outputHeight() {
    return (height + 2 * padding - kernel) / stride + 1;
  }

  /** The windows across. */
  public long outputWidth() {
    return (width + 2 * padding - kernel) / stride + 1;
  }

  /** The first line of the image under the i-th windows down. */
  public int firstLine(int i) {
    return (int) Math.max(0, i * stride - padding);
  }

  /** Behind the last line of the image under the i-th windows down. */
  public int endLine(int i) {
    return (int) Math.min(height, i * stride - padding + kernel);
  }

  /** The first column of the image under the j-th windows across. */
  public int firstColumn(int j) {
    return (int) Math.max(0, j * stride - padding);
  }

  /** Behind the last column of the image under the j-th windows across. */
  public int endColumn(int j) {
    return (int) Math.min(width, j * stride - padding + kernel);
  }

  /** The number of windows. */
  public long positions() {
    return outputHeight() * outputWidth();
  }

  /** The entries of an image. */
  public long inputs() {
    return channels * height * width;
  }

  /** The entries under one window. */
  public long patch() {
    return channels * kernel * kernel;
  }
}
