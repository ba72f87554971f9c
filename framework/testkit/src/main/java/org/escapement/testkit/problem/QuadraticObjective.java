package org.escapement.testkit.problem;

import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The mean of f_i(x) = ½ (x − x*)ᵀ H_i (x − x*): every example has its minimum at x*, where every
 * gradient is exactly zero, and the linearized dynamics of an optimizer are its dynamics.
 * Arithmetic is in double whatever the precision of points.
 */
public final class QuadraticObjective implements Objective {
  private final double[][][] hessians;
  private final double[] minimum;
  private final DataType precision;

  /**
   * @param hessians H_i, symmetric d×d
   * @param minimum x*
   * @param precision of points
   */
  public QuadraticObjective(double[][][] hessians, double[] minimum, DataType precision) {
    this.hessians = hessians;
    this.minimum = minimum;
    this.precision = precision;
  }

  /** Functions of one variable with these curvatures and their minimum at 0, in double. */
  public static QuadraticObjective scalar(double... curvatures) {
    double[][][] hessians = new double[curvatures.length][][];
    for (int i = 0; i < curvatures.length; i++) {
      hessians[i] = new double[][] {{curvatures[i]}};
    }
    return new QuadraticObjective(hessians, new double[1], DataType.DOUBLE);
  }

  /** H_i = J_iᵀJ_i from the factors J_i, the minimum at the origin, in double. */
  public static QuadraticObjective ofFactors(double[][]... factors) {
    double[][][] hessians = new double[factors.length][][];
    for (int i = 0; i < factors.length; i++) {
      hessians[i] = gram(factors[i], 1);
    }
    return new QuadraticObjective(hessians, new double[hessians[0].length], DataType.DOUBLE);
  }

  /**
   * Random H_i of rank two, their traces at most 1, around a random minimum with entries of order
   * 1.
   */
  public static QuadraticObjective random(
      long seed, int examples, int dimension, DataType precision) {
    Random random = new Random(seed);
    double[][][] hessians = new double[examples][][];
    for (int i = 0; i < examples; i++) {
      double[][] factor = new double[2][];
      double trace = 0;
      for (int row = 0; row < factor.length; row++) {
        factor[row] = gaussians(random, dimension);
        for (double entry : factor[row]) {
          trace += entry * entry;
        }
      }
      hessians[i] = gram(factor, (0.5 + 0.5 * random.nextDouble()) / trace);
    }
    return new QuadraticObjective(hessians, gaussians(random, dimension), precision);
  }

  private static double[] gaussians(Random random, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static double[][] gram(double[][] factor, double scale) {
    int width = factor[0].length;
    double[][] gram = new double[width][width];
    for (double[] row : factor) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          gram[i][j] += scale * row[i] * row[j];
        }
      }
    }
    return gram;
  }

  /** x*, a new array. */
  public INDArray minimum() {
    return Nd4j.createFromArray(minimum.clone()).castTo(precision);
  }

  @Override
  public int examples() {
    return hessians.length;
  }

  @Override
  public long dimension() {
    return minimum.length;
  }

  @Override
  public DataType precision() {
    return precision;
  }

  @Override
  public String lossConvention() {
    return "1/n sum of the functions";
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    double[] deviation = deviation(x);
    double[] gradient = MatrixCurvature.mean(hessians, batch, deviation);
    double sum = 0;
    for (int j = 0; j < deviation.length; j++) {
      sum += deviation[j] * gradient[j] / 2;
    }
    return sum;
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    out.assign(Nd4j.createFromArray(MatrixCurvature.mean(hessians, batch, deviation(x))));
    return loss(x, batch);
  }

  private double[] deviation(INDArray x) {
    double[] stored = minimum().toDoubleVector(); // rounded to the precision of points
    double[] deviation = x.toDoubleVector();
    for (int j = 0; j < deviation.length; j++) {
      deviation[j] -= stored[j];
    }
    return deviation;
  }

  @Override
  public Curvature curvature(INDArray x) {
    return new MatrixCurvature(hessians);
  }
}
