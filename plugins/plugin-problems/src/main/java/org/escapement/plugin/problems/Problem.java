package org.escapement.plugin.problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small problem as a model: its parameters are the variables, its examples its own.
 *
 * @param functions f_i
 * @param parameters how the variables are laid out
 * @param minima known minima by name
 * @param precision of points
 */
record Problem(
    ExampleFunctions functions,
    List<ParameterTensor> parameters,
    Map<String, double[]> minima,
    DataType precision)
    implements Model {

  /** A problem whose variables are one vector x. */
  static Problem ofOneVector(
      ExampleFunctions functions, Map<String, double[]> minima, DataType precision) {
    List<Long> shape = List.of((long) functions.dimension());
    return new Problem(functions, List.of(new ParameterTensor("x", shape, 0)), minima, precision);
  }

  /** Uniform in [−1, 1]. */
  @Override
  public INDArray initialPoint(RandomGenerator random) {
    return point(random.doubles(functions.dimension(), -1, 1).toArray());
  }

  @Override
  public Objective objective(Examples examples) {
    return new ProblemObjective(functions, precision);
  }

  @Override
  public Map<String, INDArray> knownMinima() {
    Map<String, INDArray> points = new LinkedHashMap<>();
    minima.forEach((name, at) -> points.put(name, point(at)));
    return points;
  }

  private INDArray point(double[] values) {
    return Nd4j.createFromArray(values).castTo(precision);
  }
}
