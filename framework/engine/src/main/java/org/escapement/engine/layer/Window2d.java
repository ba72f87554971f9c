package org.escapement.engine.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

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
record Window2d(long channels, long height, long width, long kernel, long stride, long padding) {
  Window2d {
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
  static Window2d pooling(
      long channels, long height, long width, long kernel, long stride, long padding) {
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "pooling windows of " + kernel + " with padding " + padding + ", more than half of it");
    }
    return new Window2d(channels, height, width, kernel, stride, padding);
  }

  long outputHeight() {
    return (height + 2 * padding - kernel) / stride + 1;
  }

  long outputWidth() {
    return (width + 2 * padding - kernel) / stride + 1;
  }

  /** The number of windows. */
  long positions() {
    return outputHeight() * outputWidth();
  }

  /** The entries of an image. */
  long inputs() {
    return channels * height * width;
  }

  /** The entries under one window. */
  long patch() {
    return channels * kernel * kernel;
  }

  /**
   * Copies what lies under the windows: entry (j, q) of an example's matrix is entry j of the patch
   * at position q, zero in the padding.
   *
   * @param images shape {@code [n, inputs]}
   * @param columns shape {@code [n, patch · positions]}, overwritten
   */
  void columns(INDArray images, INDArray columns) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("im2col")
                .addInputs(images(images))
                .addOutputs(patches(columns))
                .addIntegerArguments(
                    (int) kernel,
                    (int) kernel,
                    (int) stride,
                    (int) stride,
                    (int) padding,
                    (int) padding,
                    1,
                    1,
                    0)
                .build());
  }

  /**
   * The transpose of {@link #columns}: adds up what the windows hold for each entry of an image.
   *
   * @param columns shape {@code [n, patch · positions]}
   * @param images shape {@code [n, inputs]}, overwritten
   */
  void images(INDArray columns, INDArray images) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("col2im")
                .addInputs(patches(columns))
                .addOutputs(images(images))
                .addIntegerArguments(
                    (int) stride,
                    (int) stride,
                    (int) padding,
                    (int) padding,
                    (int) height,
                    (int) width,
                    1,
                    1,
                    0)
                .build());
  }

  /** Rows of images as {@code [n, channels, height, width]}. */
  INDArray images(INDArray rows) {
    return rows.reshape('c', rows.size(0), channels, height, width);
  }

  /** Rows with an entry for each window and channel as {@code [n, channels, height, width]}. */
  INDArray pooled(INDArray rows) {
    return rows.reshape('c', rows.size(0), channels, outputHeight(), outputWidth());
  }

  private INDArray patches(INDArray rows) {
    return rows.reshape('c', rows.size(0), channels, kernel, kernel, outputHeight(), outputWidth());
  }
}
