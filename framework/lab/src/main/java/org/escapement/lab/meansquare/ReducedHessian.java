package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The examples' curvatures in the eigenbasis of their mean, on vectors of r entries in double. */
final class ReducedHessian implements Curvature {
  private final ReducedCurvature curvature;
  private final double[] from;
  private final double[] to;
  private final double[] deviation;

  ReducedHessian(ReducedCurvature curvature) {
    this.curvature = curvature;
    this.from = new double[curvature.modes()];
    this.to = new double[curvature.modes()];
    this.deviation = new double[curvature.modes()];
  }

  private void read(INDArray v) {
    Tensors.readRow(v.reshape('c', 1, from.length), 0, from);
  }

  private void write(INDArray out) {
    Tensors.writeRow(to, out.reshape('c', 1, to.length), 0);
  }

  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    read(v);
    if (batch.isAll()) {
      multiplyByMean();
    } else {
      Arrays.fill(to, 0);
      for (int i = 0; i < batch.size(); i++) {
        addProduct(batch.index(i), from, 1.0 / batch.size(), to);
      }
    }
    write(out);
  }

  private void multiplyByMean() {
    for (int a = 0; a < to.length; a++) {
      to[a] = curvature.eigenvalues()[a] * from[a];
    }
  }

  /** Adds weight · U_iᵀU_i v. */
  private void addProduct(int example, double[] v, double weight, double[] sum) {
    int k = curvature.outputs();
    for (int output = 0; output < k; output++) {
      int row = example * k + output;
      double image = 0;
      for (int a = 0; a < v.length; a++) {
        image += curvature.factors().get(row, a) * v[a];
      }
      for (int a = 0; a < v.length; a++) {
        sum[a] += weight * image * curvature.factors().get(row, a);
      }
    }
  }

  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    read(v);
    multiplyByMean();
    write(mean);
    Arrays.fill(to, 0);
    for (int example = 0; example < curvature.examples(); example++) {
      for (int a = 0; a < deviation.length; a++) {
        deviation[a] = -curvature.eigenvalues()[a] * from[a];
      }
      addProduct(example, from, 1, deviation);
      double weight = 1.0 / curvature.examples();
      for (int a = 0; a < deviation.length; a++) {
        to[a] -= weight * curvature.eigenvalues()[a] * deviation[a];
      }
      addProduct(example, deviation, weight, to);
    }
    write(out);
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    read(v);
    double[] along = new double[curvature.examples()];
    for (int row = 0; row < curvature.factors().rows(); row++) {
      double image = 0;
      for (int a = 0; a < from.length; a++) {
        image += curvature.factors().get(row, a) * from[a];
      }
      along[row / curvature.outputs()] += image * image;
    }
    return along;
  }

  /** Nothing of its own. */
  @Override
  public void close() {}
}
