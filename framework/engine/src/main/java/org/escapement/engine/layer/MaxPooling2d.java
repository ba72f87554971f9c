package org.escapement.engine.layer;

import org.escapement.engine.compute.MaximumPooling;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;

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
    private final MaximumPooling maxima;

    Pass(Window2d window, PassSetting setting) {
      super(window.inputs(), window.channels() * window.positions(), setting);
      maxima = setting.compute().maximumPooling(window, setting.rows(), setting.type());
    }

    @Override
    void value(Tensor input, Tensor output) {
      maxima.choose(input, output);
    }

    @Override
    void apply(Tensor input, Tensor output) {
      maxima.pick(input, output);
    }

    @Override
    void transpose(Tensor output, Tensor input) {
      maxima.put(output, input);
    }

    @Override
    public void close() {
      super.close();
      maxima.close();
    }
  }
}
