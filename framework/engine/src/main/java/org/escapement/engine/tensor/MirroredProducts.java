package org.escapement.engine.tensor;

import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The transpose of a convolution with stride 1: again a convolution, over the outputs, whose kernel
 * is mirrored in both directions with inputs and outputs exchanged. It writes each entry of an
 * image once, where adding up overlapping patches would do so for every entry of the kernel.
 */
final class MirroredProducts implements AutoCloseable {
  private final int inputs;
  private final int outputs;
  private final int area;
  private final PatchProducts products;
  private final INDArray[] kernel;

  private final double[] weights;
  private final double[][] mirrored;

  /**
   * @param window of the convolution
   * @param outputs its channels
   */
  MirroredProducts(Window2d window, int outputs, DataType type) {
    this.inputs = (int) window.channels();
    this.outputs = outputs;
    this.area = (int) (window.kernel() * window.kernel());
    Window2d over =
        new Window2d(
            outputs,
            window.outputHeight(),
            window.outputWidth(),
            window.kernel(),
            1,
            window.kernel() - 1 - window.padding());
    products = new PatchProducts(over, inputs, type);
    kernel = new INDArray[] {Tensors.matrix(type, inputs, (long) outputs * area)};
    weights = new double[inputs * area];
    mirrored = new double[inputs][outputs * area];
  }

  /** Whether a convolution's transpose has this form. */
  static boolean exist(Window2d window) {
    return window.stride() == 1 && window.padding() < window.kernel();
  }

  /**
   * {@code images_i = Wᵀ δ_i}, added up where patches overlap.
   *
   * @param weight W
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}, overwritten or added to
   */
  void apply(INDArray weight, INDArray deltas, INDArray images, boolean add) {
    for (int o = 0; o < outputs; o++) {
      Tensors.readRow(weight, o, weights);
      for (int c = 0; c < inputs; c++) {
        for (int j = 0; j < area; j++) {
          mirrored[c][o * area + j] = weights[(c + 1) * area - 1 - j];
        }
      }
    }
    for (int c = 0; c < inputs; c++) {
      Tensors.writeRow(mirrored[c], kernel[0], c);
    }
    products.apply(kernel, false, add, deltas, images);
  }

  @Override
  public void close() {
    products.close();
    Tensors.free(kernel);
  }
}
