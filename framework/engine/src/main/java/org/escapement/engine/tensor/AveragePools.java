package org.escapement.engine.tensor;

import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The means under windows; padding counts as zeros. */
final class AveragePools {
  private AveragePools() {}

  /** The means of contiguous rows of images, into contiguous rows {@code pooled}. */
  public static void apply(Window2d window, INDArray images, INDArray pooled) {
    exec(
        window,
        DynamicCustomOp.builder("avgpool2d")
            .addInputs(images(window, images))
            .addOutputs(pooled(window, pooled)));
  }

  /** The transpose: overwrites {@code images}. */
  public static void transpose(Window2d window, INDArray pooled, INDArray images) {
    INDArray out = images(window, images);
    // the op wants what was pooled as well, though only for its shape
    exec(
        window,
        DynamicCustomOp.builder("avgpool2d_bp")
            .addInputs(out, pooled(window, pooled))
            .addOutputs(out));
  }

  private static void exec(Window2d window, DynamicCustomOp.DynamicCustomOpsBuilder builder) {
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

  private static INDArray images(Window2d window, INDArray rows) {
    return rows.reshape('c', rows.size(0), window.channels(), window.height(), window.width());
  }

  private static INDArray pooled(Window2d window, INDArray rows) {
    return rows.reshape(
        'c', rows.size(0), window.channels(), window.outputHeight(), window.outputWidth());
  }
}
