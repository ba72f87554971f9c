package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Exact second derivatives of a network's loss. A Hessian product is one tangent sweep; a
 * covariance product is a tangent sweep for w = Hv and a second sweep along the per-example
 * directions H_i v − w, which subtracts before squaring: Σ_i H_i² v − H² v would cancel in float
 * where the non-uniformity is small against the sharpness.
 *
 * <p>Activations and deltas at x are computed once where all rows fit into one chunk, and again for
 * each product where they do not.
 */
final class NetworkCurvature implements Curvature {
  private final List<Layer> layers;
  private final Loss loss;
  private final boolean residuals;
  private final Examples examples;
  private final int chunk;
  private final INDArray point;
  private final ParameterViews views;
  private final INDArray[][] parameters;
  private final Batch all;

  /** The chunk whose sweep state is held. */
  private NetworkPass held;

  private Batch heldBatch;
  private int heldFrom;

  /**
   * @param chunk the most examples in one pass
   * @param residuals whether the residuals count, or only the Gauss–Newton part is wanted
   */
  NetworkCurvature(
      List<Layer> layers,
      Loss loss,
      Examples examples,
      int chunk,
      INDArray point,
      boolean residuals) {
    this.layers = layers;
    this.loss = loss;
    this.residuals = residuals;
    this.examples = examples;
    this.chunk = chunk;
    this.point = point;
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.all = Batch.all(examples.count());
  }

  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    hessianProduct(batch.isAll() ? all : batch, views.of(v), out);
  }

  private void hessianProduct(Batch batch, INDArray[][] direction, INDArray out) {
    INDArray[][] product = views.of(out);
    out.assign(0);
    for (int from = 0; from < batch.size(); from += chunk) {
      prepare(batch, from).tangent(parameters, direction, product, 1.0 / batch.size());
    }
  }

  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    INDArray[][] direction = views.of(v);
    hessianProduct(all, direction, mean);
    INDArray[][] shift = views.of(mean);
    INDArray[][] product = views.of(out);
    out.assign(0);
    boolean single = all.size() <= chunk;
    for (int from = 0; from < all.size(); from += chunk) {
      NetworkPass pass = prepare(all, from);
      if (!single) {
        pass.tangent(parameters, direction, null, 0);
      }
      pass.second(parameters, shift, product, 1.0 / all.size());
    }
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    INDArray[][] direction = views.of(v);
    double[] curvatures = new double[all.size()];
    for (int from = 0; from < all.size(); from += chunk) {
      NetworkPass pass = prepare(all, from);
      pass.tangent(parameters, direction, null, 0);
      INDArray sums = Tensors.matrix(point.dataType(), pass.rows(), 1);
      pass.addCurvature(direction, sums);
      for (int i = 0; i < pass.rows(); i++) {
        curvatures[from + i] = sums.getDouble(i, 0);
      }
      Tensors.free(sums);
    }
    return curvatures;
  }

  /** The pass over one chunk with its gradient sweep done. */
  private NetworkPass prepare(Batch batch, int from) {
    if (heldBatch == batch && heldFrom == from) {
      return held;
    }
    int to = Math.min(batch.size(), from + chunk);
    if (held == null || held.rows() != to - from) {
      if (held != null) {
        held.close();
      }
      held = new NetworkPass(layers, loss, to - from, point.dataType(), true);
    }
    held.load(examples, batch, from);
    held.linearize(parameters, residuals);
    heldBatch = batch;
    heldFrom = from;
    return held;
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
      held = null;
      heldBatch = null;
    }
  }
}
