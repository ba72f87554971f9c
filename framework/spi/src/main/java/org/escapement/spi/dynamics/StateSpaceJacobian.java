package org.escapement.spi.dynamics;

import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** z' = F z + R H_ξ z₀. */
final class StateSpaceJacobian implements LinearizedJacobian {
  private final StateSpace stateSpace;
  private final Curvature curvature;
  private final Batch batch;
  private final long length;
  private final INDArray gradient;
  private final INDArray response;

  StateSpaceJacobian(StateSpace stateSpace, Curvature curvature, Batch batch, INDArray point) {
    this.stateSpace = stateSpace;
    this.curvature = curvature;
    this.batch = batch;
    this.length = point.length();
    this.gradient = Nd4j.create(point.dataType(), stateSpace.onState().dimension());
    this.response = gradient.ulike();
  }

  @Override
  public long pointDimension() {
    return length;
  }

  @Override
  public long dimension() {
    return stateSpace.onState().dimension();
  }

  @Override
  public void apply(INDArray z, INDArray out) {
    curvature.hessianProduct(batch, pointPart(z), pointPart(gradient));
    stateSpace.onGradient().apply(gradient, response);
    stateSpace.onState().apply(z, out);
    out.addi(response);
  }

  private INDArray pointPart(INDArray z) {
    return z.get(NDArrayIndex.interval(0, length));
  }
}
