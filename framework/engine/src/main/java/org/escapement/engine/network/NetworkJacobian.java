package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Jacobian;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivatives of a network's outputs: J v is a forward sweep, Jᵀu a backward sweep. */
final class NetworkJacobian implements Jacobian {
  private final LinearizedNetwork network;
  private final Scaling scaling;
  private final Batch all;

  /**
   * @param network closed together with this
   */
  NetworkJacobian(LinearizedNetwork network, Scaling scaling) {
    this.network = network;
    this.scaling = scaling;
    this.all = network.all();
  }

  @Override
  public int outputs() {
    return network.outputs();
  }

  @Override
  public void product(INDArray v, INDArray out) {
    INDArray[][] direction = network.views(v);
    for (int from = 0; from < all.size(); from += network.chunk()) {
      NetworkPass pass = network.prepare(all, from);
      INDArray rows = pass.outputTangent(network.parameters(), direction);
      if (scaling == Scaling.LOSS) {
        pass.rootTranspose(rows);
      }
      Tensors.rows(out, from, from + pass.rows()).assign(rows);
    }
  }

  @Override
  public void transposeProduct(INDArray u, INDArray out) {
    INDArray[][] sum = network.views(out);
    out.assign(0);
    for (int from = 0; from < all.size(); from += network.chunk()) {
      NetworkPass pass = network.prepare(all, from);
      INDArray rows = Tensors.rows(u, from, from + pass.rows());
      pass.pullBack(network.parameters(), rows, scaling == Scaling.LOSS, sum);
    }
  }

  @Override
  public void gram(INDArray out) {
    try (JacobianRows rows = rows(out)) {
      new GramMatrix(rows, out).compute();
    }
  }

  @Override
  public void exampleGrams(INDArray out) {
    try (JacobianRows rows = rows(out)) {
      new ExampleGrams(rows, out).compute();
    }
  }

  private JacobianRows rows(INDArray out) {
    return out.dataType() == network.type()
        ? new JacobianRows(network, scaling, false)
        : new JacobianRows(network.in(out.dataType()), scaling, true);
  }

  @Override
  public void close() {
    network.close();
  }
}
