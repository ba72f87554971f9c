package org.escapement.lab.homogeneous;

import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an objective is to second order at an interpolating minimum: ½ xᵀH_ξx, x being the deviation
 * from it.
 *
 * @param curvature H_ξ; stays the caller's
 * @param examples n
 * @param dimension the length of x
 * @param precision of x
 */
record QuadraticPart(Curvature curvature, int examples, long dimension, DataType precision)
    implements Objective {
  @Override
  public String lossConvention() {
    return "that of the curvature";
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    INDArray image = Tensors.vector(precision, dimension);
    try {
      return gradient(x, batch, image);
    } finally {
      Tensors.free(image);
    }
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    curvature.hessianProduct(batch, x, out);
    return Tensors.dot(x, out) / 2;
  }

  /**
   * A random vector in the range of the mean H, of length 1; zero if H is. Steps leave what lies
   * beside that range where it is.
   */
  INDArray start(RandomGenerator random) {
    double[] values = new double[Math.toIntExact(dimension)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    INDArray exact = Nd4j.createFromArray(values);
    INDArray direction = exact.castTo(precision);
    INDArray start = Tensors.vector(precision, dimension);
    curvature.hessianProduct(Batch.all(examples), direction, start);
    Tensors.free(exact, direction);
    double length = Tensors.norm(start);
    if (length > 0 && Double.isFinite(length)) {
      start.divi(length);
    }
    return start;
  }

  /** ‖Hx‖ / ‖x‖, H being the mean. */
  double curvatureAlong(INDArray x) {
    INDArray image = Tensors.vector(precision, dimension);
    try {
      curvature.hessianProduct(Batch.all(examples), x, image);
      return Tensors.norm(image) / Tensors.norm(x);
    } finally {
      Tensors.free(image);
    }
  }
}
