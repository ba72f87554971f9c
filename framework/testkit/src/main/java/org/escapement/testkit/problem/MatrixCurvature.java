package org.escapement.testkit.problem;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Second derivatives from written-out matrices, straight from the definitions.
 *
 * @param hessians H_i
 */
public record MatrixCurvature(double[][][] hessians) implements Curvature {
  @Override
  public Method method() {
    return Method.EXACT;
  }

  @Override
  public void hessianProduct(Batch batch, INDArray v, INDArray out) {
    out.assign(Nd4j.createFromArray(mean(hessians, batch, v.toDoubleVector())));
  }

  /** (1/n) Σ (H_i − H)² v. */
  @Override
  public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
    Batch all = Batch.all(hessians.length);
    hessianProduct(all, v, mean);
    double[] sum = new double[(int) v.length()];
    for (int i = 0; i < hessians.length; i++) {
      double[] once = deviate(i, all, v.toDoubleVector());
      double[] twice = deviate(i, all, once);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += twice[j] / hessians.length;
      }
    }
    out.assign(Nd4j.createFromArray(sum));
  }

  private double[] deviate(int example, Batch all, double[] v) {
    double[] own = mean(hessians, Batch.of(example), v);
    double[] mean = mean(hessians, all, v);
    for (int j = 0; j < own.length; j++) {
      own[j] -= mean[j];
    }
    return own;
  }

  @Override
  public double[] perExampleCurvature(INDArray v) {
    double[] direction = v.toDoubleVector();
    double[] forms = new double[hessians.length];
    for (int i = 0; i < forms.length; i++) {
      double[] image = mean(hessians, Batch.of(i), direction);
      for (int j = 0; j < image.length; j++) {
        forms[i] += direction[j] * image[j];
      }
    }
    return forms;
  }

  static double[] mean(double[][][] hessians, Batch batch, double[] v) {
    double[] sum = new double[v.length];
    for (int i = 0; i < batch.size(); i++) {
      double[][] hessian = hessians[batch.index(i)];
      for (int j = 0; j < v.length; j++) {
        for (int k = 0; k < v.length; k++) {
          sum[j] += hessian[j][k] * v[k] / batch.size();
        }
      }
    }
    return sum;
  }

  @Override
  public void close() {}
}
