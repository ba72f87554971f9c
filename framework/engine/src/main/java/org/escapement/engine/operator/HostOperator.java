package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An operator that knows arrays only: its tensors are arrays. */
record HostOperator(LinearOperator operator) implements TensorOperator {
  @Override
  public Compute compute() {
    return Nd4jCompute.INSTANCE;
  }

  @Override
  public long dimension() {
    return operator.dimension();
  }

  @Override
  public void apply(Tensor v, Tensor out) {
    operator.apply(Nd4jCompute.vector(v), Nd4jCompute.vector(out));
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    operator.apply(v, out);
  }
}
