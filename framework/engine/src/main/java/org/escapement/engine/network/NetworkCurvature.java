package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorCurvature;
import org.escapement.spi.model.Batch;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact second derivatives of a network's loss. A Hessian product is one tangent sweep; a
 * covariance product is a tangent sweep for w = Hv and a second sweep along the per-example
 * directions H_i v − w, which subtracts before squaring: Σ_i H_i² v − H² v would cancel in float
 * where the non-uniformity is small against the sharpness.
 *
 * <p>Layers normalise by the statistics of all examples at x, as constants, whatever the batch.
 *
 * <p>Activations and deltas at x are computed once where all rows fit into one chunk, and again for
 * each product where they do not.
 */
final class NetworkCurvature implements TensorCurvature {
  private final Compute compute;
  private final LinearizedNetwork network;
  private final Tensor[][] parameters;
  private final Batch all;

  /** When the tangents along the last direction were left in a pass. */
  private long tangents;

  /**
   * @param network closed together with this
   */
  NetworkCurvature(LinearizedNetwork network) {
    this.compute = network.compute();
    this.network = network;
    this.parameters = network.parameters();
    this.all = network.all();
  }

  @Override
  public Compute compute() {
    return compute;
  }

  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, Tensor v, Tensor out) {
    hessianProduct(batch.isAll() ? all : batch, network.views(v), out);
  }

  private void hessianProduct(Batch batch, Tensor[][] direction, Tensor out) {
    Tensor[][] product = network.views(out);
    network.sweep(
        batch,
        () -> compute.fill(out, 0),
        (pass, from) -> {
          pass.tangent(parameters, direction, product, 1.0 / batch.size());
          tangents = network.preparations();
        });
  }

  @Override
  public void covarianceProduct(Tensor v, Tensor mean, Tensor out) {
    Tensor[][] direction = network.views(v);
    hessianProduct(all, direction, mean);
    Tensor[][] shift = network.views(mean);
    Tensor[][] product = network.views(out);
    network.sweep(
        all,
        () -> compute.fill(out, 0),
        (pass, from) -> {
          if (tangents != network.preparations()) { // else the pass still holds them
            pass.tangent(parameters, direction, null, 0);
          }
          pass.second(parameters, shift, product, 1.0 / all.size());
        });
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    double[] curvatures = new double[all.size()];
    try (Tensor vector = compute.upload(v)) {
      Tensor[][] direction = network.views(vector);
      network.sweep(
          all,
          () -> {},
          (pass, from) -> {
            pass.tangent(parameters, direction, null, 0);
            try (Tensor sums = compute.zeros(network.type(), pass.rows(), 1)) {
              pass.addCurvature(direction, sums);
              double[] ofPass = new double[pass.rows()];
              compute.read(sums, ofPass);
              System.arraycopy(ofPass, 0, curvatures, from, ofPass.length);
            }
          });
    }
    return curvatures;
  }

  @Override
  public void close() {
    network.close();
  }
}
