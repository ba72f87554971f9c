package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Jacobian;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The derivatives of a network's outputs: J v is a forward sweep, Jᵀu a backward sweep. */
final class NetworkJacobian implements Jacobian {
  private final Compute compute;
  private final LinearizedNetwork network;
  private final Scaling scaling;
  private final Batch all;

  /**
   * @param network closed together with this
   */
  NetworkJacobian(LinearizedNetwork network, Scaling scaling) {
    this.compute = network.compute();
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
    try (Tensor vector = compute.upload(v);
        Tensor products = compute.receive(out)) {
      product(vector, products);
      compute.download(products, out);
    }
  }

  /** As the other; {@code v} has one row. */
  void product(Tensor v, Tensor out) {
    Tensor[][] direction = network.views(v);
    network.sweep(
        all,
        () -> {},
        (pass, from) -> {
          Tensor rows = pass.outputTangent(network.parameters(), direction);
          if (scaling == Scaling.LOSS) {
            pass.rootTranspose(rows);
          }
          compute.copy(rows, out.rows(from, from + pass.rows()));
        });
  }

  @Override
  public void transposeProduct(INDArray u, INDArray out) {
    try (Tensor rows = compute.upload(u);
        Tensor sum = compute.receive(out)) {
      transposeProduct(rows, sum);
      compute.download(sum, out);
    }
  }

  /** As the other; {@code out} has one row. */
  void transposeProduct(Tensor u, Tensor out) {
    Tensor[][] sum = network.views(out);
    network.sweep(
        all,
        () -> compute.fill(out, 0),
        (pass, from) -> {
          Tensor rows = u.rows(from, from + pass.rows());
          pass.pullBack(network.parameters(), rows, scaling == Scaling.LOSS, sum);
        });
  }

  @Override
  public void gram(INDArray out) {
    try (JacobianRows rows = rows(out);
        Tensor gram = compute.receive(out)) {
      new GramMatrix(rows, gram).compute();
      compute.download(gram, out);
    }
  }

  @Override
  public void exampleGrams(INDArray out) {
    INDArray flat = out.reshape('c', out.size(0), out.size(1) * out.size(2));
    try (JacobianRows rows = rows(out);
        Tensor grams = compute.receive(flat)) {
      new ExampleGrams(rows, grams).compute();
      compute.download(grams, flat);
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
