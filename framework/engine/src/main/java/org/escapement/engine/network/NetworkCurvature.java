package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
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
final class NetworkCurvature implements Curvature {
  private final LinearizedNetwork network;
  private final INDArray[][] parameters;
  private final Batch all;

  /**
   * @param network closed together with this
   */
  NetworkCurvature(LinearizedNetwork network) {
    this.network = network;
    this.parameters = network.parameters();
    this.all = network.all();
  }

  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    hessianProduct(batch.isAll() ? all : batch, network.views(v), out);
  }

  private void hessianProduct(Batch batch, INDArray[][] direction, INDArray out) {
    INDArray[][] product = network.views(out);
    out.assign(0);
    for (int from = 0; from < batch.size(); from += network.chunk()) {
      network.prepare(batch, from).tangent(parameters, direction, product, 1.0 / batch.size());
    }
  }

  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    INDArray[][] direction = network.views(v);
    hessianProduct(all, direction, mean);
    INDArray[][] shift = network.views(mean);
    INDArray[][] product = network.views(out);
    out.assign(0);
    boolean single = all.size() <= network.chunk();
    for (int from = 0; from < all.size(); from += network.chunk()) {
      NetworkPass pass = network.prepare(all, from);
      if (!single) {
        pass.tangent(parameters, direction, null, 0);
      }
      pass.second(parameters, shift, product, 1.0 / all.size());
    }
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    INDArray[][] direction = network.views(v);
    double[] curvatures = new double[all.size()];
    for (int from = 0; from < all.size(); from += network.chunk()) {
      NetworkPass pass = network.prepare(all, from);
      pass.tangent(parameters, direction, null, 0);
      INDArray sums = Tensors.matrix(network.type(), pass.rows(), 1);
      pass.addCurvature(direction, sums);
      for (int i = 0; i < pass.rows(); i++) {
        curvatures[from + i] = sums.getDouble(i, 0);
      }
      Tensors.free(sums);
    }
    return curvatures;
  }

  @Override
  public void close() {
    network.close();
  }
}
