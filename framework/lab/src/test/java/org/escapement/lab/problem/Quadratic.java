package org.escapement.lab.problem;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of ½ xᵀH_i x in double.
 *
 * @param hessians H_i
 */
public record Quadratic(double[][]... hessians) implements Objective {
  /** Functions of one variable. */
  public static Quadratic scalar(double... curvatures) {
    double[][][] hessians = new double[curvatures.length][1][1];
    for (int i = 0; i < curvatures.length; i++) {
      hessians[i][0][0] = curvatures[i];
    }
    return new Quadratic(hessians);
  }

  /** H_i = J_iᵀJ_i with J_i one row. */
  public static Quadratic ofRows(double[]... rows) {
    double[][][] hessians = new double[rows.length][rows[0].length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        for (int k = 0; k < rows[i].length; k++) {
          hessians[i][j][k] = rows[i][j] * rows[i][k];
        }
      }
    }
    return new Quadratic(hessians);
  }

  @Override
  public int examples() {
    return hessians.length;
  }

  @Override
  public long dimension() {
    return hessians[0].length;
  }

  @Override
  public DataType precision() {
    return DataType.DOUBLE;
  }

  @Override
  public String lossConvention() {
    return "1/n sum";
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    return dot(x.toDoubleVector(), product(batch, x.toDoubleVector())) / 2;
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    out.assign(Nd4j.createFromArray(product(batch, x.toDoubleVector())));
    return loss(x, batch);
  }

  private double[] product(Batch batch, double[] v) {
    double[] sum = new double[v.length];
    for (int i = 0; i < batch.size(); i++) {
      for (int j = 0; j < v.length; j++) {
        sum[j] += dot(hessians[batch.index(i)][j], v) / batch.size();
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public Curvature curvature(INDArray x) {
    return new Exact();
  }

  private final class Exact implements Curvature {
    @Override
    public Method method() {
      return Method.EXACT;
    }

    @Override
    public void hessianProduct(Batch batch, INDArray v, INDArray out) {
      out.assign(Nd4j.createFromArray(product(batch, v.toDoubleVector())));
    }

    /** (1/n) Σ H_i(H_i v) − H(Hv). */
    @Override
    public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
      Batch all = Batch.all(hessians.length);
      hessianProduct(all, v, mean);
      double[] square = product(all, product(all, v.toDoubleVector()));
      double[] sum = new double[square.length];
      for (int i = 0; i < hessians.length; i++) {
        double[] own = product(Batch.of(i), product(Batch.of(i), v.toDoubleVector()));
        for (int j = 0; j < sum.length; j++) {
          sum[j] += own[j] / hessians.length;
        }
      }
      for (int j = 0; j < sum.length; j++) {
        sum[j] -= square[j];
      }
      out.assign(Nd4j.createFromArray(sum));
    }

    @Override
    public double[] perExampleCurvature(INDArray v) {
      double[] forms = new double[hessians.length];
      for (int i = 0; i < forms.length; i++) {
        forms[i] = dot(v.toDoubleVector(), product(Batch.of(i), v.toDoubleVector()));
      }
      return forms;
    }

    @Override
    public void close() {}
  }
}
