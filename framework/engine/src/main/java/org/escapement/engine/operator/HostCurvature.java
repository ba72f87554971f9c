package org.escapement.engine.operator;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Second derivatives that know arrays only: their tensors are arrays. */
record HostCurvature(Curvature curvature) implements TensorCurvature {
  @Override
  public Compute compute() {
    return Nd4jCompute.INSTANCE;
  }

  @Override
  public Method method() {
    return curvature.method();
  }

  @Override
  public void hessianProduct(Batch batch, Tensor v, Tensor out) {
    curvature.hessianProduct(batch, Nd4jCompute.vector(v), Nd4jCompute.vector(out));
  }

  @Override
  public void covarianceProduct(Tensor v, Tensor mean, Tensor out) {
    curvature.covarianceProduct(
        Nd4jCompute.vector(v), Nd4jCompute.vector(mean), Nd4jCompute.vector(out));
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    curvature.hessianProduct(batch, v, out);
  }

  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    curvature.covarianceProduct(v, mean, out);
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    return curvature.perExampleCurvature(v);
  }

  @Override
  public void close() {
    curvature.close();
  }
}
