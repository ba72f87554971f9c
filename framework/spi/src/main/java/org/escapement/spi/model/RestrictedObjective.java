package org.escapement.spi.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective as a function of some of its parameters. */
final class RestrictedObjective implements Objective {
  private final Objective whole;
  private final ParameterSubset subset;
  private final INDArray point;
  private final INDArray gradient;

  RestrictedObjective(Objective whole, ParameterSubset subset, INDArray x) {
    this.whole = whole;
    this.subset = subset;
    this.point = x.dup();
    this.gradient = x.ulike();
  }

  @Override
  public int examples() {
    return whole.examples();
  }

  @Override
  public long dimension() {
    return subset.dimension();
  }

  @Override
  public DataType precision() {
    return whole.precision();
  }

  @Override
  public String lossConvention() {
    return whole.lossConvention();
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    subset.scatter(x, point);
    return whole.loss(point, batch);
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    subset.scatter(x, point);
    double loss = whole.gradient(point, batch, gradient);
    subset.gather(gradient, out);
    return loss;
  }

  @Override
  public OptionalDouble accuracy(INDArray x) {
    subset.scatter(x, point);
    return whole.accuracy(point);
  }

  @Override
  public Optional<String> degeneracy(INDArray x) {
    subset.scatter(x, point);
    return whole.degeneracy(point);
  }

  @Override
  public Optional<String> normalization() {
    return whole.normalization();
  }
}
