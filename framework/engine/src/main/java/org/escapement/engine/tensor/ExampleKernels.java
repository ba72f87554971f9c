package org.escapement.engine.tensor;

import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products with a kernel of each example's own, U_i = Rδ_i A_iᵀ + δ_i RA_iᵀ − S with bias part, if
 * it has one, Rδ_i 1 − s, where A_i and RA_i are the patches of two images. U_i is small, unlike
 * its factors, so it is formed, in scratch that holds one at a time.
 *
 * <p>Shapes are those of {@link PatchProducts}.
 */
final class ExampleKernels implements AutoCloseable {
  private final LoweredShape shape;
  private final int outputs;
  private final int positions;
  private final boolean bias;
  private final PackedKernel shift;
  private final Lowering[] lowerings;
  private final INDArray[] lowered;
  private final INDArray[] loweredTangents;
  private final INDArray[] kernels;

  /**
   * @param window over the images
   * @param outputs channels
   * @param bias whether the kernels have a bias part
   * @param type float or double
   */
  public ExampleKernels(Window2d window, long outputs, boolean bias, DataType type) {
    this.outputs = (int) outputs;
    shape = new LoweredShape(window);
    positions = (int) window.positions();
    this.bias = bias;
    shift = new PackedKernel(window, this.outputs, type, true);
    int workers = Workers.count();
    lowerings = new Lowering[workers];
    lowered = new INDArray[workers];
    loweredTangents = new INDArray[workers];
    kernels = new INDArray[workers];
    for (int i = 0; i < workers; i++) {
      lowerings[i] = Lowering.of(type, shape);
      lowered[i] = Tensors.matrix(type, 1, shape.length());
      loweredTangents[i] = Tensors.matrix(type, 1, shape.length());
      kernels[i] = shift.packed().ulike();
    }
  }

  /**
   * {@code out_i = U_i A_i} with its bias part, and {@code back_i = U_iᵀ δ_i}, added up where
   * patches overlap.
   *
   * @param images of A_i
   * @param tangents of RA_i; null for zero
   * @param deltas δ_i
   * @param deltaTangents Rδ_i
   * @param shift S and, with a bias part, s; null for zero
   * @param out overwritten
   * @param back overwritten; null if not wanted
   */
  public void apply(
      INDArray images,
      INDArray tangents,
      INDArray deltas,
      INDArray deltaTangents,
      INDArray[] shift,
      INDArray out,
      INDArray back) {
    if (shift != null) {
      this.shift.pack(shift, -1);
    }
    Workers.run(
        lowerings.length,
        (int) images.size(0),
        (worker, from, to) -> {
          Rows input = new Rows(images);
          Rows inputTangent = tangents == null ? null : new Rows(tangents);
          Rows delta = new Rows(deltas);
          Rows deltaTangent = new Rows(deltaTangents);
          Rows output = new Rows(out);
          Rows inputBack = back == null ? null : new Rows(back);
          Pointer columns = Native.pointer(lowered[worker]);
          Pointer tangentColumns = Native.pointer(loweredTangents[worker]);
          Pointer kernel = Native.pointer(kernels[worker]);
          Pointer base = shift == null ? null : Native.pointer(this.shift.packed());
          for (int i = from; i < to; i++) {
            lowerings[worker].lower(input.at(i), columns.position(0));
            if (base != null) {
              Native.copy(base, kernel.position(0), kernels[worker].length());
            }
            addOuter(columns, bias, deltaTangent.at(i), base == null ? 0 : 1, kernel);
            if (inputTangent != null) {
              lowerings[worker].lower(inputTangent.at(i), tangentColumns.position(0));
              addOuter(tangentColumns, false, delta.at(i), 1, kernel);
            }
            multiply(kernel, columns, output.at(i));
            if (inputBack != null) {
              multiplyTransposed(kernel, delta.at(i), columns);
              lowerings[worker].raise(columns.position(0), inputBack.at(i), false);
            }
          }
        });
  }

  private void addOuter(Pointer columns, boolean bias, Pointer delta, double beta, Pointer kernel) {
    for (int y = 0; y < shape.window().kernel(); y++) {
      Native.multiply(
          false,
          true,
          shape.rows(y, bias),
          outputs,
          positions,
          columns.position(shape.begin(y)),
          shape.rowLength(),
          delta,
          positions,
          beta,
          kernel.position((long) y * shift.lineLength()),
          shift.rowLength());
    }
  }

  private void multiply(Pointer kernel, Pointer columns, Pointer out) {
    for (int y = 0; y < shape.window().kernel(); y++) {
      Native.multiply(
          true,
          false,
          outputs,
          positions,
          shape.rows(y, bias),
          kernel.position((long) y * shift.lineLength()),
          shift.rowLength(),
          columns.position(shape.begin(y)),
          shape.rowLength(),
          y == 0 ? 0 : 1,
          out,
          positions);
    }
  }

  private void multiplyTransposed(Pointer kernel, Pointer delta, Pointer columns) {
    Native.clear(columns.position(0), shape.length());
    for (int y = 0; y < shape.window().kernel(); y++) {
      Native.multiply(
          false,
          false,
          shape.rows(),
          positions,
          outputs,
          kernel.position((long) y * shift.lineLength()),
          shift.rowLength(),
          delta,
          positions,
          1,
          columns.position(shape.begin(y)),
          shape.rowLength());
    }
  }

  @Override
  public void close() {
    shift.close();
    Tensors.free(lowered);
    Tensors.free(loweredTangents);
    Tensors.free(kernels);
  }
}
