package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.LogisticRegression;
import org.escapement.testkit.problem.QuadraticObjective;
import org.escapement.testkit.problem.Rosenbrock;
import org.escapement.testkit.problem.TanhNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The method with its line search against SciPy's L-BFGS-B, whose counts {@code scipy_reference.py}
 * has written down. On paper the two take the same steps; rounding parts them after some tens, so
 * that counts of hundreds differ by a few per cent to either side.
 */
class ScipyReferenceTest {
  private static final double MOST = 1.5;

  /** Runs that end before rounding parts them. */
  private static final int SHORT = 40;

  @ParameterizedTest(name = "{0}, m = {1}, to {2}")
  @CsvFileSource(resources = "scipy_reference.csv", numLinesToSkip = 1)
  void convergesLikeScipy(
      String problem,
      int memory,
      double tolerance,
      double startLoss,
      int iterations,
      int evaluations) {
    Reference reference = reference(problem);
    Batch all = Batch.all(reference.objective().examples());
    INDArray x = reference.start();
    assertThat(reference.objective().loss(x, all))
        .isCloseTo(startLoss, Percentage.withPercentage(1e-10));
    Optimizer optimizer = new LbfgsFactory().create(LbfgsModes.lineSearch(1, memory));
    CountedObjective counted = new CountedObjective(reference.objective().on(all));
    StepResult run = new StepResult(x, optimizer.init(x));
    INDArray gradient = x.ulike();
    int steps = 0;
    reference.objective().gradient(x, all, gradient);
    while (gradient.amaxNumber().doubleValue() > tolerance && steps <= MOST * iterations) {
      run = optimizer.step(run.point(), run.state(), counted);
      steps++;
      reference.objective().gradient(run.point(), all, gradient);
    }
    assertThat(steps).as("iterations").isLessThanOrEqualTo((int) (MOST * iterations));
    assertThat(counted.gradients()).as("gradients").isLessThanOrEqualTo((int) (MOST * evaluations));
    assertThat(counted.losses() - counted.gradients())
        .as("losses without a gradient: that at the point of each step but the first")
        .isEqualTo(steps - 1);
    if (iterations <= SHORT) {
      assertThat(steps).as("iterations").isCloseTo(iterations, within(1));
    }
  }

  private record Reference(Objective objective, INDArray start) {}

  private static Reference reference(String problem) {
    String[] words = problem.split(" ");
    double[] sizes = new double[words.length];
    for (int i = 1; i < words.length; i++) {
      sizes[i] = Double.parseDouble(words[i]);
    }
    int size = (int) sizes[1];
    switch (words[0]) {
      case "quadratic":
        return quadratic(size, sizes[2]);
      case "logistic-regression":
        LogisticRegression regression =
            new LogisticRegression(size, (int) sizes[2], sizes[3], DataType.DOUBLE);
        return new Reference(regression, regression.start());
      case "rosenbrock":
        Rosenbrock rosenbrock = new Rosenbrock(size, DataType.DOUBLE);
        return new Reference(rosenbrock, rosenbrock.start());
      default:
        TanhNetwork network =
            new TanhNetwork(size, (int) sizes[2], (int) sizes[3], (int) sizes[4], DataType.DOUBLE);
        return new Reference(network, network.start());
    }
  }

  /** H = QDQ with a reflection Q and D from 1 to 1/condition, evenly in logarithm. */
  private static Reference quadratic(int dimension, double condition) {
    double[] normal = new double[dimension];
    double square = 0;
    for (int i = 0; i < dimension; i++) {
      normal[i] = 1 + i % 7;
      square += normal[i] * normal[i];
    }
    double[][] hessian = new double[dimension][dimension];
    double[] start = new double[dimension];
    for (int k = 0; k < dimension; k++) {
      double curvature = Math.pow(condition, -k / (dimension - 1.0));
      start[k] = 10 * Math.cos(k);
      for (int i = 0; i < dimension; i++) {
        for (int j = 0; j < dimension; j++) {
          double left = (i == k ? 1 : 0) - 2 * normal[i] * normal[k] / square;
          double right = (j == k ? 1 : 0) - 2 * normal[j] * normal[k] / square;
          hessian[i][j] += left * curvature * right;
        }
      }
    }
    return new Reference(
        new QuadraticObjective(new double[][][] {hessian}, new double[dimension], DataType.DOUBLE),
        Nd4j.createFromArray(start));
  }
}
