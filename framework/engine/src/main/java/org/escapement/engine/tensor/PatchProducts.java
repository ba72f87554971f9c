package org.escapement.engine.tensor;

import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of a convolution. With the patches of image i as the columns of a matrix A_i, a
 * kernel W, b takes it to W A_i + b, its transpose takes δ_i to the image that adds up Wᵀ δ_i, and
 * the kernel's derivative is δ_i A_iᵀ with bias part δ_i 1. A_i itself is never stored: one image
 * after the other is lowered in scratch that stays in a processor's cache.
 *
 * <p>Rows hold images {@code [channels, height, width]} in c order. A kernel is an array of weights
 * {@code [outputs, patch]} and, unless it has no bias, one of biases {@code [1, outputs]}.
 */
final class PatchProducts implements AutoCloseable {
  private final DataType type;
  private final LoweredShape shape;
  private final int outputs;
  private final int positions;
  private final int inputRows;
  private final PackedKernel kernel;
  private final PackedKernel sum;
  private final Lowering[] lowerings;
  private final INDArray[] lowered;
  private final INDArray[] sums;

  /** For the transpose, made when it is first asked for. */
  private MirroredProducts mirrored;

  /**
   * @param window over the images
   * @param outputs channels
   * @param type float or double
   */
  public PatchProducts(Window2d window, long outputs, DataType type) {
    this.type = type;
    this.outputs = (int) outputs;
    shape = new LoweredShape(window);
    positions = (int) window.positions();
    inputRows = shape.rows();
    kernel = new PackedKernel(window, this.outputs, type, false);
    sum = new PackedKernel(window, this.outputs, type, true);
    int workers = Workers.count();
    lowerings = new Lowering[workers];
    lowered = new INDArray[workers];
    sums = new INDArray[workers];
    for (int i = 0; i < workers; i++) {
      lowerings[i] = Lowering.of(type, shape);
      lowered[i] = Tensors.matrix(type, 1, shape.length());
      sums[i] = sum.packed().ulike();
    }
  }

  /**
   * {@code out_i = W A_i + b}.
   *
   * @param kernel W and, if there is one, b
   * @param images shape {@code [n, inputs]}
   * @param out shape {@code [n, outputs · positions]}, overwritten
   */
  public void apply(INDArray[] kernel, INDArray images, INDArray out) {
    apply(kernel, kernel.length > 1, false, images, out);
  }

  /** {@code out_i = out_i + W A_i}, without the bias. */
  public void addLinear(INDArray[] kernel, INDArray images, INDArray out) {
    apply(kernel, false, true, images, out);
  }

  /** {@code out_i = W A_i}, with the bias and added to what is there as asked for. */
  void apply(INDArray[] kernel, boolean bias, boolean add, INDArray images, INDArray out) {
    this.kernel.pack(kernel, 1);
    Workers.run(
        lowerings.length,
        (int) images.size(0),
        (worker, from, to) -> {
          Rows input = new Rows(images);
          Rows output = new Rows(out);
          Pointer weights = Native.pointer(this.kernel.packed());
          Pointer columns = Native.pointer(lowered[worker]);
          for (int i = from; i < to; i++) {
            lowerings[worker].lower(input.at(i), columns);
            for (int y = 0; y < shape.window().kernel(); y++) {
              Native.multiply(
                  false,
                  false,
                  outputs,
                  positions,
                  shape.rows(y, bias),
                  weights.position((long) y * this.kernel.lineLength()),
                  this.kernel.rowLength(),
                  columns.position(shape.begin(y)),
                  shape.rowLength(),
                  y == 0 && !add ? 0 : 1,
                  output.at(i),
                  positions);
            }
            columns.position(0);
          }
        });
  }

  /**
   * {@code images_i = Wᵀ δ_i}, added up where patches overlap.
   *
   * @param kernel of which W is read
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}, overwritten or added to
   */
  public void applyTransposed(INDArray[] kernel, INDArray deltas, INDArray images, boolean add) {
    if (MirroredProducts.exist(shape.window())) {
      if (mirrored == null) {
        mirrored = new MirroredProducts(shape.window(), outputs, type);
      }
      mirrored.apply(kernel[0], deltas, images, add);
      return;
    }
    this.kernel.pack(kernel, 1);
    Workers.run(
        lowerings.length,
        (int) images.size(0),
        (worker, from, to) -> {
          Rows input = new Rows(images);
          Rows output = new Rows(deltas);
          Pointer weights = Native.pointer(this.kernel.packed());
          Pointer columns = Native.pointer(lowered[worker]);
          for (int i = from; i < to; i++) {
            Native.clear(columns, shape.length());
            for (int y = 0; y < shape.window().kernel(); y++) {
              Native.multiply(
                  true,
                  false,
                  inputRows,
                  positions,
                  outputs,
                  weights.position((long) y * this.kernel.lineLength()),
                  this.kernel.rowLength(),
                  output.at(i),
                  positions,
                  1,
                  columns.position(shape.begin(y)),
                  shape.rowLength());
            }
            lowerings[worker].raise(columns.position(0), input.at(i), add);
          }
        });
  }

  /**
   * Adds {@code weight · Σ_i δ_i A_iᵀ}, and {@code weight · Σ_i δ_i 1} to the biases, if any.
   *
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}
   * @param sum where to add, shaped like a kernel
   * @param bias whether to add to the biases that there are
   */
  public void addOuter(
      INDArray deltas, INDArray images, INDArray[] sum, boolean bias, double weight) {
    boolean biases = bias && sum.length > 1;
    Workers.run(
        lowerings.length,
        (int) images.size(0),
        (worker, from, to) -> {
          Rows input = new Rows(images);
          Rows output = new Rows(deltas);
          Pointer total = Native.pointer(sums[worker]);
          Pointer columns = Native.pointer(lowered[worker]);
          Native.clear(total, sums[worker].length());
          for (int i = from; i < to; i++) {
            lowerings[worker].lower(input.at(i), columns);
            for (int y = 0; y < shape.window().kernel(); y++) {
              Native.multiply(
                  false,
                  true,
                  shape.rows(y, biases),
                  outputs,
                  positions,
                  columns.position(shape.begin(y)),
                  shape.rowLength(),
                  output.at(i),
                  positions,
                  1,
                  total.position((long) y * this.sum.lineLength()),
                  this.sum.rowLength());
            }
            columns.position(0);
          }
        });
    this.sum.unpack(sums, weight, sum[0], biases ? sum[1] : null);
  }

  @Override
  public void close() {
    kernel.close();
    sum.close();
    if (mirrored != null) {
      mirrored.close();
    }
    Tensors.free(lowered);
    Tensors.free(sums);
  }
}
