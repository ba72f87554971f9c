package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The examples' curvatures in the eigenbasis of their mean, on vectors of r entries in double. */
final class ReducedHessian implements Curvature {
  private final ReducedCurvature curvature;

  ReducedHessian(ReducedCurvature curvature) {
    this.curvature = curvature;
  }

  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    double[] from = v.toDoubleVector();
    double[] to = new double[from.length];
    if (batch.isAll()) {
      for (int a = 0; a < to.length; a++) {
        to[a] = curvature.eigenvalues()[a] * from[a];
      }
    } else {
      for (int i = 0; i < batch.size(); i++) {
        addProduct(batch.index(i), from, 1.0 / batch.size(), to);
      }
    }
    out.assign(Nd4j.createFromArray(to));
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
    int r = curvature.modes();
    double[] from = v.toDoubleVector();
    double[] first = new double[r];
    double[] sum = new double[r];
    hessianProduct(Batch.all(curvature.examples()), v, mean);
    for (int example = 0; example < curvature.examples(); example++) {
      Arrays.fill(first, 0);
      addProduct(example, from, 1, first);
      for (int a = 0; a < r; a++) {
        first[a] -= curvature.eigenvalues()[a] * from[a];
        sum[a] -= curvature.eigenvalues()[a] * first[a] / curvature.examples();
      }
      addProduct(example, first, 1.0 / curvature.examples(), sum);
    }
    out.assign(Nd4j.createFromArray(sum));
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    double[] from = v.toDoubleVector();
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
