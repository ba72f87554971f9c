package org.escapement.engine.layer;

import org.escapement.engine.tensor.Tensors;
import org.escapement.engine.tensor.Window2d;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The greatest entry under each window, channel by channel. Of equal entries the first in c order
 * wins, as in PyTorch; padding never does. Rows hold images {@code [channels, height, width]} in c
 * order, in and out.
 */
public final class MaxPooling2d extends Pooling2d {
  /**
   * @param channels of the images
   * @param height of the images that come in
   * @param width of the images that come in
   * @param kernel side of a window
   * @param stride from a window to the next, down and across
   * @param padding entries added on each side, at most half the kernel
   */
  public MaxPooling2d(
      long channels, long height, long width, long kernel, long stride, long padding) {
    super(Window2d.pooling(channels, height, width, kernel, stride, padding));
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Pass(window(), setting);
  }

  /**
   * Keeps where each window's greatest entry lies; derivatives are picked up and put down there.
   */
  private static final class Pass extends LinearPass {
    private final Window2d window;
    private final int rows;
    private final int[][] winners;

    Pass(Window2d window, PassSetting setting) {
      super(window.inputs(), window.channels() * window.positions(), setting);
      this.window = window;
      rows = setting.rows();
      winners = new int[rows][(int) (window.channels() * window.positions())];
    }

    @Override
    void value(INDArray input, INDArray output) {
      double[] image = new double[(int) window.inputs()];
      for (int i = 0; i < rows; i++) {
        Tensors.readRow(input, i, image);
        choose(image, winners[i]);
      }
      apply(input, output);
    }

    private void choose(double[] image, int[] winner) {
      int size = (int) (window.height() * window.width());
      int across = (int) window.outputWidth();
      int down = (int) window.outputHeight();
      int next = 0;
      for (int c = 0; c < window.channels(); c++) {
        for (int i = 0; i < down; i++) {
          for (int j = 0; j < across; j++) {
            winner[next++] = greatest(image, c * size, i, j);
          }
        }
      }
    }

    /** A NaN wins, so that a diverged network shows it. */
    private int greatest(double[] image, int base, int i, int j) {
      int stride = (int) window.stride();
      int padding = (int) window.padding();
      int kernel = (int) window.kernel();
      int width = (int) window.width();
      int top = Math.max(0, i * stride - padding);
      int bottom = Math.min((int) window.height(), i * stride - padding + kernel);
      int left = Math.max(0, j * stride - padding);
      int right = Math.min(width, j * stride - padding + kernel);
      int best = base + top * width + left;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          int at = base + y * width + x;
          if (image[at] > image[best] || (image[at] != image[at] && image[best] == image[best])) {
            best = at;
          }
        }
      }
      return best;
    }

    @Override
    void apply(INDArray input, INDArray output) {
      double[] from = new double[(int) window.inputs()];
      for (int i = 0; i < rows; i++) {
        Tensors.readRow(input, i, from);
        double[] to = new double[winners[i].length];
        for (int j = 0; j < to.length; j++) {
          to[j] = from[winners[i][j]];
        }
        Tensors.writeRow(to, output, i);
      }
    }

    @Override
    void transpose(INDArray output, INDArray input) {
      double[] from = new double[(int) (window.channels() * window.positions())];
      for (int i = 0; i < rows; i++) {
        Tensors.readRow(output, i, from);
        double[] to = new double[(int) window.inputs()];
        for (int j = 0; j < from.length; j++) {
          to[winners[i][j]] += from[j];
        }
        Tensors.writeRow(to, input, i);
      }
    }
  }
}
