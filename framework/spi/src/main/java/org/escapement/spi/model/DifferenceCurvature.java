package org.escapement.spi.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Second derivatives by central differences of the gradient: 2 gradients for a Hessian product, 4n
 * gradients of single examples for a covariance product. Along a direction of length one the best
 * step is about ε^{1/3} in double (relative error 6e-11); in float truncation and rounding meet at
 * 1e-2 (relative error 2e-5).
 */
final class DifferenceCurvature implements Curvature {
  private static final double DOUBLE_STEP = 6e-6;
  private static final double FLOAT_STEP = 1e-2;

  private final Objective objective;
  private final INDArray x;
  private final double step;
  private final INDArray shifted;
  private final INDArray forward;
  private final INDArray direction;
  private final INDArray image;

  DifferenceCurvature(Objective objective, INDArray x) {
    this.objective = objective;
    this.x = x;
    this.step = x.dataType() == DataType.DOUBLE ? DOUBLE_STEP : FLOAT_STEP;
    this.shifted = x.ulike();
    this.forward = x.ulike();
    this.direction = x.ulike();
    this.image = x.ulike();
  }

  @Override
  public Method method() {
    return Method.CENTRAL_DIFFERENCES;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    double length = v.norm2Number().doubleValue();
    if (length == 0) {
      out.assign(0);
      return;
    }
    difference(batch, v, step / length, out);
  }

  private void difference(Batch batch, INDArray v, double h, INDArray out) {
    gradientAt(batch, v, h, forward);
    gradientAt(batch, v, -h, out);
    forward.sub(out, out);
    out.muli(0.5 / h);
  }

  /**
   * Where truncation, h²‖D³f‖/6, prevails, differences with the steps h and 2h are three times as
   * far from each other as the first is from the product; where rounding does, about as far.
   */
  @Override
  public double productError(Batch batch, INDArray v) {
    double length = v.norm2Number().doubleValue();
    if (length == 0) {
      return 0;
    }
    difference(batch, v, step / length, direction);
    difference(batch, v, 2 * step / length, image);
    double size = direction.norm2Number().doubleValue();
    double apart = direction.distance2(image);
    return apart == 0 ? 0 : apart / size;
  }

  private void gradientAt(Batch batch, INDArray v, double h, INDArray out) {
    v.mul(h, shifted);
    shifted.addi(x);
    objective.gradient(shifted, batch, out);
  }

  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    int n = objective.examples();
    hessianProduct(Batch.all(n), v, mean);
    out.assign(0);
    for (int i = 0; i < n; i++) {
      Batch one = Batch.of(i);
      hessianProduct(one, v, direction);
      direction.subi(mean);
      hessianProduct(one, direction, image);
      out.addi(image);
    }
    out.divi(n);
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    double[] curvatures = new double[objective.examples()];
    for (int i = 0; i < curvatures.length; i++) {
      hessianProduct(Batch.of(i), v, image);
      curvatures[i] = v.mul(image, direction).sumNumber().doubleValue();
    }
    return curvatures;
  }

  @Override
  public void close() {
    for (INDArray buffer : new INDArray[] {shifted, forward, direction, image}) {
      buffer.close();
    }
  }
}
