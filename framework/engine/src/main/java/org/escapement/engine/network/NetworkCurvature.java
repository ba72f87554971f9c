package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
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
  private final List<Layer> layers;
  private final LossFunction loss;
  private final Examples examples;
  private final int chunk;
  private final INDArray point;
  private final ParameterViews views;
  private final INDArray[][] parameters;
  private final List<ChannelStatistics> statistics;
  private final Batch all;

  /** The chunk whose sweep state is held. */
  private NetworkPass held;

  private int heldRows;
  private Batch heldBatch;
  private int heldFrom;

  NetworkCurvature(
      List<Layer> layers, LossFunction loss, Examples examples, int chunk, INDArray point) {
    this(
        layers, loss, examples, chunk, point, ExampleStatistics.of(layers, examples, chunk, point));
  }

  NetworkCurvature(
      List<Layer> layers,
      LossFunction loss,
      Examples examples,
      int chunk,
      INDArray point,
      List<ChannelStatistics> statistics) {
    this.layers = layers;
    this.loss = loss;
    this.examples = examples;
    this.chunk = chunk;
    this.point = point;
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.statistics = statistics;
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
      INDArray sums = Tensors.matrix(point.dataType(), heldRows, 1);
      pass.addCurvature(direction, sums);
      for (int i = 0; i < heldRows; i++) {
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
    if (held == null || heldRows != to - from) {
      if (held != null) {
        held.close();
      }
      heldRows = to - from;
      held = new NetworkPass(layers, loss, heldRows, point.dataType(), true);
      held.fix(statistics);
    }
    held.load(examples, batch, from);
    held.gradient(parameters, null, 0);
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
