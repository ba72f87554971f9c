package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FullBatchLbfgsTest {
  private static final Batch ALL = Batch.all(1);

  @Test
  void convergesFasterThanGradientDescent() {
    QuadraticObjective objective = diagonal(20, 1e-3);
    int steps = 150;
    StepResult run = start(optimizer(1, 20), 20);
    INDArray descent = run.point().dup();
    for (int step = 0; step < steps; step++) {
      run = optimizer(1, 20).step(run.point(), run.state(), objective.on(ALL));
      INDArray gradient = descent.ulike();
      objective.gradient(descent, ALL, gradient);
      descent = descent.sub(gradient.muli(2 / (1 + 1e-3))); // the best constant rate
    }
    double distance = run.point().norm2Number().doubleValue();
    assertThat(distance).isLessThan(1e-5);
    assertThat(descent.norm2Number().doubleValue()).isGreaterThan(0.1);
  }

  /**
   * The step is homogeneous of degree 1 in point and memory together, so the run is renormalised at
   * every step and its mean logarithmic growth is an exponent. It is negative up to η = 2 and ln(η
   * − 1) beyond. Over n steps its error is the logarithm of the transient, a few units, over n.
   */
  @ParameterizedTest
  @CsvSource({"2.2, 1", "2.5, 4", "3.0, 10", "2.5, 15"})
  void liveMethodGrowsBeyondRateTwo(double rate, int memory) {
    assertThat(exponent(rate, memory)).isCloseTo(Math.log(rate - 1), within(1e-2));
  }

  @ParameterizedTest
  @CsvSource({"1.0, 4", "1.2, 1", "1.5, 4", "1.5, 10", "1.9, 10"})
  void liveMethodConvergesBelowRateTwo(double rate, int memory) {
    assertThat(exponent(rate, memory)).isLessThan(-1e-2);
  }

  private static double exponent(double rate, int memory) {
    int dimension = 6;
    int transientSteps = 200;
    int steps = 700;
    QuadraticObjective objective = diagonal(dimension, 0.05);
    Optimizer optimizer = optimizer(rate, memory);
    StepResult run = start(optimizer, dimension);
    double sum = 0;
    for (int step = 0; step < transientSteps + steps; step++) {
      StepResult next = optimizer.step(run.point(), run.state(), objective.on(ALL));
      double growth = next.point().norm2Number().doubleValue();
      sum += step < transientSteps ? 0 : Math.log(growth);
      run = new StepResult(next.point().mul(1 / growth), scaled(next.state(), 1 / growth));
    }
    return sum / steps;
  }

  private static State scaled(State state, double factor) {
    State result = state;
    for (Map.Entry<String, INDArray> entry : state.tensors().entrySet()) {
      result = result.with(entry.getKey(), entry.getValue().mul(factor));
    }
    return result;
  }

  @Test
  void pairWithoutPositiveCurvatureIsSkippedAndCounted() {
    QuadraticObjective hill = QuadraticObjective.scalar(-1);
    Optimizer optimizer = optimizer(0.5, 4);
    StepResult run = start(optimizer, 1);
    for (int step = 0; step < 4; step++) {
      run = optimizer.step(run.point(), run.state(), hill.on(ALL));
    }
    assertThat(run.state().scalar("skipped")).isEqualTo(3);
    assertThat(run.state().tensors()).containsOnlyKeys("point", "gradient");
  }

  @Test
  void stateHoldsTheLastDifferencesOfPointsAndGradients() {
    QuadraticObjective objective = diagonal(6, 0.05);
    Optimizer optimizer = optimizer(0.3, 2);
    StepResult run = start(optimizer, 6);
    INDArray[] points = new INDArray[6];
    for (int step = 0; step < points.length; step++) {
      points[step] = run.point().dup();
      run = optimizer.step(run.point(), run.state(), objective.on(ALL));
    }
    assertThat(run.state().scalar("skipped")).isZero();
    assertThat(run.state().tensors().keySet())
        .containsExactlyInAnyOrder("point", "gradient", "step.0", "change.0", "step.1", "change.1");
    for (int i = 0; i < 2; i++) {
      INDArray step = points[i + 4].sub(points[i + 3]);
      assertThat(run.state().tensor("step." + i).distance2(step)).isZero();
      INDArray change = gradient(objective, points[i + 4]).sub(gradient(objective, points[i + 3]));
      assertThat(run.state().tensor("change." + i).distance2(change)).isZero();
    }
  }

  private static INDArray gradient(QuadraticObjective objective, INDArray x) {
    INDArray out = x.ulike();
    objective.gradient(x, ALL, out);
    return out;
  }

  private static Optimizer optimizer(double rate, int memory) {
    return new LbfgsFactory().create(LbfgsModes.fixedStep(rate, memory));
  }

  private static StepResult start(Optimizer optimizer, int dimension) {
    INDArray x = Nd4j.createFromArray(new Random(1).doubles(dimension, 0.5, 1.5).toArray());
    return new StepResult(x, optimizer.init(x));
  }

  /** Curvatures spread evenly in logarithm from {@code smallest} to 1. */
  private static QuadraticObjective diagonal(int dimension, double smallest) {
    double[][] hessian = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      hessian[i][i] = Math.pow(smallest, i / (dimension - 1.0));
    }
    return new QuadraticObjective(
        new double[][][] {hessian}, new double[dimension], DataType.DOUBLE);
  }
}
