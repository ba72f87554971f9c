package org.escapement.testkit.problem;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A mean of functions of single examples that are written out in doubles, small enough for another
 * program to state it again in a few lines. Arithmetic is in double whatever the precision of
 * points.
 */
public abstract class ExampleObjective implements Objective {
  private final int examples;
  private final int dimension;
  private final DataType precision;

  /**
   * @param examples n
   * @param dimension the length of points
   * @param precision of points
   */
  protected ExampleObjective(int examples, int dimension, DataType precision) {
    this.examples = examples;
    this.dimension = dimension;
    this.precision = precision;
  }

  /**
   * One example's loss f_i and gradient.
   *
   * @param x not written
   * @param sum its gradient is added to this
   * @return f_i(x)
   */
  protected abstract double add(int example, double[] x, double[] sum);

  /** A usual point to start from, a new array. */
  public final INDArray start() {
    double[] start = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      start[j] = start(j);
    }
    return Nd4j.createFromArray(start).castTo(precision);
  }

  /** One coordinate of that point. */
  protected abstract double start(int coordinate);

  @Override
  public int examples() {
    return examples;
  }

  @Override
  public long dimension() {
    return dimension;
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
    return sum(x, batch, new double[dimension]) / batch.size();
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    double[] gradient = new double[dimension];
    double sum = sum(x, batch, gradient);
    out.assign(Nd4j.createFromArray(gradient).divi(batch.size()));
    return sum / batch.size();
  }

  private double sum(INDArray x, Batch batch, double[] gradient) {
    double[] point = x.toDoubleVector();
    double sum = 0;
    for (int position = 0; position < batch.size(); position++) {
      sum += add(batch.index(position), point, gradient);
    }
    return sum;
  }
}
