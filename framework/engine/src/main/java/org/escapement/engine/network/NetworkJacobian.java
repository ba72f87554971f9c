package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivatives of a network's outputs: J v is a forward sweep, Jᵀu a backward sweep. */
final class NetworkJacobian implements Jacobian {
  private final List<Layer> layers;
  private final Loss loss;
  private final Examples examples;
  private final long passBytes;
  private final int chunk;
  private final Scaling scaling;
  private final INDArray point;
  private final ParameterViews views;
  private final INDArray[][] parameters;
  private final Batch all;

  private NetworkPass held;
  private int heldFrom = -1;

  NetworkJacobian(
      List<Layer> layers,
      Loss loss,
      Examples examples,
      long passBytes,
      Scaling scaling,
      INDArray point) {
    this.layers = layers;
    this.loss = loss;
    this.examples = examples;
    this.passBytes = passBytes;
    this.chunk =
        Chunks.rows(
            examples.features().size(1), layers, point.dataType(), examples.count(), passBytes);
    this.scaling = scaling;
    this.point = point;
    this.views = new ParameterViews(layers);
    this.parameters = views.of(point);
    this.all = Batch.all(examples.count());
  }

  @Override
  public int outputs() {
    return (int) layers.get(layers.size() - 1).outputs();
  }

  @Override
  public void product(INDArray v, INDArray out) {
    INDArray[][] direction = views.of(v);
    for (int from = 0; from < all.size(); from += chunk) {
      NetworkPass pass = prepare(from);
      INDArray rows = pass.outputTangent(parameters, direction);
      if (scaling == Scaling.LOSS) {
        pass.rootTranspose(rows);
      }
      Tensors.rows(out, from, from + pass.rows()).assign(rows);
    }
  }

  @Override
  public void transposeProduct(INDArray u, INDArray out) {
    INDArray[][] sum = views.of(out);
    out.assign(0);
    for (int from = 0; from < all.size(); from += chunk) {
      NetworkPass pass = prepare(from);
      pullBack(pass, Tensors.rows(u, from, from + pass.rows()), sum);
    }
  }

  private void pullBack(NetworkPass pass, INDArray rows, INDArray[][] sum) {
    pass.pullBack(parameters, rows, scaling == Scaling.LOSS, sum);
  }

  @Override
  public void gram(INDArray out) {
    DataType type = out.dataType();
    if (type == point.dataType()) {
      new GramMatrix(this, out).compute();
      return;
    }
    Examples cast = new Examples(examples.features().castTo(type), examples.targets().castTo(type));
    INDArray castPoint = point.castTo(type);
    try (NetworkJacobian other =
        new NetworkJacobian(layers, loss, cast, passBytes, scaling, castPoint)) {
      other.gram(out);
    }
    Tensors.free(cast.features(), cast.targets(), castPoint);
  }

  @Override
  public void exampleGrams(INDArray out) {
    new ExampleGrams(this, out).compute();
  }

  /** The number n of examples. */
  int examples() {
    return all.size();
  }

  /** The memory that a pass, or the rows that are gathered, may take. */
  long passBytes() {
    return passBytes;
  }

  /** The most examples in one pass. */
  int chunk() {
    return chunk;
  }

  /** The pass over the chunk that begins there, at the point. */
  NetworkPass prepare(int from) {
    int rows = Math.min(all.size() - from, chunk);
    if (held != null && heldFrom == from) {
      return held;
    }
    if (held == null || held.rows() != rows) {
      close();
      held = new NetworkPass(layers, loss, rows, point.dataType(), true);
    }
    held.load(examples, all, from);
    held.linearize(parameters, false);
    heldFrom = from;
    return held;
  }

  /** A gradient sweep from row κ of every J_i back, which leaves the gradients of examples. */
  void pullBackRow(NetworkPass pass, INDArray unit) {
    pullBack(pass, unit, null);
  }

  @Override
  public void close() {
    if (held != null) {
      held.close();
      held = null;
      heldFrom = -1;
    }
  }
}
