package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;

/**
 * The mean under each window, channel by channel. Padding counts as zeros, and the divisor is
 * always the size of the window, as in PyTorch. Rows hold images {@code [channels, height, width]}
 * in c order, in and out.
 */
public final class AveragePooling2d extends Pooling2d {
  /**
   * @param channels of the images
   * @param height of the images that come in
   * @param width of the images that come in
   * @param kernel side of a window
   * @param stride from a window to the next, down and across
   * @param padding zeros added on each side, at most half the kernel
   */
  public AveragePooling2d(
      long channels, long height, long width, long kernel, long stride, long padding) {
    super(Window2d.pooling(channels, height, width, kernel, stride, padding));
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Pass(window(), setting);
  }

  private static final class Pass extends LinearPass {
    private final Compute compute;
    private final Window2d window;

    Pass(Window2d window, PassSetting setting) {
      super(window.inputs(), window.channels() * window.positions(), setting);
      this.compute = setting.compute();
      this.window = window;
    }

    @Override
    void apply(Tensor input, Tensor output) {
      compute.averagePool(window, input, output);
    }

    @Override
    void transpose(Tensor output, Tensor input) {
      compute.averagePoolTransposed(window, output, input);
    }
  }
}
