package org.escapement.plugin.problems;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of a small problem's functions; arithmetic in double whatever the precision of points.
 */
record ProblemObjective(ExampleFunctions functions, DataType precision) implements Objective {
  @Override
  public int examples() {
    return functions.count();
  }

  @Override
  public long dimension() {
    return functions.dimension();
  }

  @Override
  public String lossConvention() {
    return functions.lossConvention();
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    double[] at = x.toDoubleVector();
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += functions.value(batch.index(i), at);
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    double[] at = x.toDoubleVector();
    double[] sum = new double[at.length];
    double loss = 0;
    for (int i = 0; i < batch.size(); i++) {
      add(functions.gradient(batch.index(i), at), batch.size(), sum);
      loss += functions.value(batch.index(i), at);
    }
    out.assign(Nd4j.createFromArray(sum));
    return loss / batch.size();
  }

  private static void add(double[] term, int count, double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += term[j] / count;
    }
  }

  @Override
  public Curvature curvature(INDArray x) {
    double[] at = x.toDoubleVector();
    return new DenseCurvature(ofEveryExample(i -> functions.hessian(i, at)));
  }

  @Override
  public Curvature gaussNewton(INDArray x) {
    double[] at = x.toDoubleVector();
    return new DenseCurvature(ofEveryExample(i -> functions.gaussNewton(i, at)));
  }

  private double[][][] ofEveryExample(IntFunction<double[][]> matrix) {
    return IntStream.range(0, examples()).mapToObj(matrix).toArray(double[][][]::new);
  }

  @Override
  public Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
    double[] at = x.toDoubleVector();
    double[][][] rows = new double[examples()][][];
    for (int i = 0; i < rows.length; i++) {
      Optional<double[][]> own =
          scaling == Jacobian.Scaling.OUTPUTS
              ? functions.outputDerivatives(i, at)
              : functions.factor(i, at);
      if (own.isEmpty()) {
        return Optional.empty();
      }
      rows[i] = own.get();
    }
    return Optional.of(new DenseJacobian(rows));
  }

  /** The per-example Hessians as matrices. */
  private record DenseCurvature(double[][][] hessians) implements Curvature {
    @Override
    public Method method() {
      return Method.EXACT;
    }

    @Override
    public void hessianProduct(Batch batch, INDArray v, INDArray out) {
      out.assign(Nd4j.createFromArray(mean(batch, v.toDoubleVector())));
    }

    private double[] mean(Batch batch, double[] v) {
      double[] sum = new double[v.length];
      for (int i = 0; i < batch.size(); i++) {
        add(multiply(hessians[batch.index(i)], v), batch.size(), sum);
      }
      return sum;
    }

    @Override
    public void covarianceProduct(INDArray v, INDArray mean, INDArray out) {
      double[] direction = v.toDoubleVector();
      double[] image = mean(Batch.all(hessians.length), direction);
      double[] sum = new double[image.length];
      for (double[][] hessian : hessians) {
        double[] deviation = multiply(hessian, direction);
        for (int j = 0; j < image.length; j++) {
          deviation[j] -= image[j];
        }
        add(multiply(hessian, deviation), hessians.length, sum);
      }
      mean.assign(Nd4j.createFromArray(image));
      out.assign(Nd4j.createFromArray(sum));
    }

    @Override
    public double[] perExampleCurvature(INDArray v) {
      double[] direction = v.toDoubleVector();
      double[] curvatures = new double[hessians.length];
      for (int i = 0; i < curvatures.length; i++) {
        double[] image = multiply(hessians[i], direction);
        for (int j = 0; j < image.length; j++) {
          curvatures[i] += direction[j] * image[j];
        }
      }
      return curvatures;
    }

    private static double[] multiply(double[][] matrix, double[] v) {
      double[] product = new double[v.length];
      for (int i = 0; i < v.length; i++) {
        for (int j = 0; j < v.length; j++) {
          product[i] += matrix[i][j] * v[j];
        }
      }
      return product;
    }

    @Override
    public void close() {}
  }
}
