package org.escapement.cuda;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;

/** Windows on images, as kernels want them told. */
record Geometry(Window2d window) {
  static Geometry of(Window2d window) {
    return new Geometry(window);
  }

  /** Refuses images or results of other shapes, one against the other. */
  void requireImages(Tensor images, Tensor pooled) {
    Compute.requireShape(images, images.rows(), window.inputs());
    Compute.requireShape(pooled, images.rows(), pooledColumns());
    if (images.type() != pooled.type()) {
      throw new IllegalArgumentException(images.type() + " with " + pooled.type());
    }
  }

  long pooledColumns() {
    return window.channels() * window.positions();
  }

  /** The entries of an image's patches. */
  long patchEntries() {
    return window.patch() * window.positions();
  }

  /** Starts a kernel with a thread for each window of each channel. */
  void launchOnWindows(
      Card card, String kernel, CudaTensor images, CudaTensor pooled, long... more) {
    card.launch(
        images.type(), kernel, images.rows(), pooledColumns(), arguments(images, pooled, more));
  }

  /** Starts a kernel with a thread for each entry of each image. */
  void launchOnEntries(
      Card card, String kernel, CudaTensor pooled, CudaTensor images, long... more) {
    card.launch(
        images.type(), kernel, images.rows(), window.inputs(), arguments(pooled, images, more));
  }

  private long[] arguments(CudaTensor from, CudaTensor to, long... more) {
    return Arguments.of(
        new long[] {from.address(), from.stride(), from.rows()},
        numbers(),
        new long[] {to.address(), to.stride()},
        more);
  }

  /** In the order of the kernels' parameters. */
  long[] numbers() {
    return new long[] {
      window.channels(),
      window.height(),
      window.width(),
      window.kernel(),
      window.stride(),
      window.padding(),
      window.outputHeight(),
      window.outputWidth()
    };
  }
}
