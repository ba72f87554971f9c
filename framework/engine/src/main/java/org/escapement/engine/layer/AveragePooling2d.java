package org.escapement.engine.layer;

import org.escapement.engine.tensor.Window2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

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
    private final Window2d window;
    private INDArray input;

    Pass(Window2d window, PassSetting setting) {
      super(window.inputs(), window.channels() * window.positions(), setting);
      this.window = window;
    }

    @Override
    void value(INDArray input, INDArray output) {
      this.input = input;
      apply(input, output);
    }

    @Override
    void apply(INDArray input, INDArray output) {
      exec(
          DynamicCustomOp.builder("avgpool2d")
              .addInputs(window.images(input))
              .addOutputs(window.pooled(output)));
    }

    /** The op wants the value sweep's images too, though only for their shape. */
    @Override
    void transpose(INDArray output, INDArray input) {
      exec(
          DynamicCustomOp.builder("avgpool2d_bp")
              .addInputs(window.images(this.input), window.pooled(output))
              .addOutputs(window.images(input)));
    }

    private void exec(DynamicCustomOp.DynamicCustomOpsBuilder builder) {
      int kernel = (int) window.kernel();
      int stride = (int) window.stride();
      int padding = (int) window.padding();
      // the last three: no "same" mode, padding counts, channels first
      Nd4j.getExecutioner()
          .exec(
              builder
                  .addIntegerArguments(
                      kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 1, 0)
                  .build());
    }
  }
}
