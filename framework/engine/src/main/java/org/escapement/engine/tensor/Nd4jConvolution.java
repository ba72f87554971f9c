package org.escapement.engine.tensor;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Convolution;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.compute.Window2d;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link PatchProducts} on tensors. */
final class Nd4jConvolution implements Convolution {
  private final PatchProducts products;
  private final long outputs;
  private final long patch;

  Nd4jConvolution(Window2d window, long outputs, DataType type) {
    this.outputs = outputs;
    patch = window.patch();
    products = new PatchProducts(window, outputs, type);
  }

  @Override
  public void apply(Tensor[] kernel, Tensor images, Tensor out) {
    products.apply(Nd4jCompute.arrays(kernel), Nd4jCompute.array(images), Nd4jCompute.array(out));
  }

  @Override
  public void addLinear(Tensor[] kernel, Tensor images, Tensor out) {
    products.addLinear(
        Nd4jCompute.arrays(kernel), Nd4jCompute.array(images), Nd4jCompute.array(out));
  }

  @Override
  public void applyTransposed(Tensor[] kernel, Tensor deltas, Tensor images, boolean add) {
    products.applyTransposed(
        Nd4jCompute.arrays(kernel), Nd4jCompute.array(deltas), Nd4jCompute.array(images), add);
  }

  @Override
  public void addOuter(Tensor deltas, Tensor images, Tensor[] sum, boolean bias, double weight) {
    products.addOuter(
        Nd4jCompute.array(deltas),
        Nd4jCompute.array(images),
        Nd4jCompute.arrays(sum),
        bias,
        weight);
  }

  @Override
  public void outers(Tensor deltas, Tensor images, boolean bias, Tensor out) {
    long weights = outputs * patch;
    Compute.requireShape(out, images.rows(), weights + (bias ? outputs : 0));
    Nd4jCompute.INSTANCE.fill(out, 0);
    for (long i = 0; i < out.rows(); i++) {
      Tensor row = out.rows(i, i + 1);
      Tensor ofWeights = row.part(0, outputs, patch);
      Tensor[] sum =
          bias
              ? new Tensor[] {ofWeights, row.columns(weights, weights + outputs)}
              : new Tensor[] {ofWeights};
      addOuter(deltas.rows(i, i + 1), images.rows(i, i + 1), sum, true, 1);
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
