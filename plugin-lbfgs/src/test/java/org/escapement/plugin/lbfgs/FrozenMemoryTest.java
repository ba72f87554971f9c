package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** With the pairs held, the spectrum of BH on quadratics of diagonal H. */
class FrozenMemoryTest {
  /** Rounding of the dense eigenproblem, relative to the largest of the numbers in it. */
  private static final double ROUNDING = 1e-9;

  /** 1 ≤ λmax(BH) ≤ max(1, γ λmax(H)). */
  @ParameterizedTest
  @CsvSource({"6, 1", "6, 4", "6, 10", "20, 1", "20, 4", "20, 10", "20, 30"})
  void largestEigenvalueLiesBetweenOneAndThatOfTheScaledHessian(int dimension, int memory) {
    double[] curvatures = curvatures(dimension);
    Run run = new Run(curvatures, memory);
    for (int step = 0; step < 60; step++) {
      State state = run.step();
      double gamma = gamma(state);
      assertThat(run.largest())
          .isGreaterThan(1 - ROUNDING)
          .isLessThan(Math.max(1, gamma * curvatures[0]) * (1 + ROUNDING));
    }
  }

  /** Pairs along directions conjugate in H, as many as there are dimensions: B is the inverse. */
  @Test
  void fullConjugateMemoryInvertsTheHessian() {
    int dimension = 6;
    double[] curvatures = curvatures(dimension);
    Random random = new Random(5);
    CurvaturePairs pairs = new CurvaturePairs(List.of());
    for (int i = 0; i < dimension; i++) {
      INDArray step = Nd4j.createFromArray(random.doubles(dimension, -1, 1).toArray());
      for (CurvaturePairs.Pair earlier : pairs.pairs()) {
        double overlap = Vectors.dot(earlier.change(), step) / earlier.product();
        Vectors.addScaled(-overlap, earlier.step(), step);
      }
      pairs = pairs.with(step, step.mul(Nd4j.createFromArray(curvatures)), dimension);
    }
    INDArray image = Nd4j.zeros(DataType.DOUBLE, dimension);
    for (int j = 0; j < dimension; j++) {
      INDArray unit = Nd4j.zeros(DataType.DOUBLE, dimension).putScalar(j, 1);
      pairs.apply(unit.mul(curvatures[j]), image);
      assertThat(image.distance2(unit)).isCloseTo(0, within(ROUNDING));
    }
  }

  /**
   * At η = 1 the live method returns, but in about half of its steps the pairs, if they were held,
   * would have it leave: λmax(BH) &gt; 2.
   */
  @ParameterizedTest
  @CsvSource({"6, 1", "20, 4", "20, 10"})
  void heldPairsSayUnstableInHalfTheStepsOfAMethodThatConverges(int dimension, int memory) {
    Run run = new Run(curvatures(dimension), memory);
    int steps = 0;
    int unstable = 0;
    while (run.distance() > 1e-8) {
      run.step();
      unstable += run.largest() > 2 ? 1 : 0;
      steps++;
      assertThat(steps).as("steps to convergence").isLessThan(2000);
    }
    assertThat((double) unstable / steps).isBetween(0.3, 0.7);
  }

  private static double gamma(State state) {
    CurvaturePairs pairs = CurvaturePairs.of(state);
    if (pairs.isIdentity()) {
      return 1;
    }
    CurvaturePairs.Pair newest = pairs.pairs().get(pairs.pairs().size() - 1);
    return newest.product() / Vectors.dot(newest.change(), newest.change());
  }

  /** Evenly in logarithm from 1 to 0.02. */
  private static double[] curvatures(int dimension) {
    double[] curvatures = new double[dimension];
    Arrays.setAll(curvatures, i -> Math.pow(0.02, i / (dimension - 1.0)));
    return curvatures;
  }

  /** A run at η = 1. */
  private static final class Run {
    private final double[] curvatures;
    private final QuadraticObjective objective;
    private final Optimizer optimizer;
    private StepResult now;

    Run(double[] curvatures, int memory) {
      this.curvatures = curvatures;
      double[][] hessian = new double[curvatures.length][curvatures.length];
      for (int i = 0; i < curvatures.length; i++) {
        hessian[i][i] = curvatures[i];
      }
      double[] origin = new double[curvatures.length];
      objective = new QuadraticObjective(new double[][][] {hessian}, origin, DataType.DOUBLE);
      optimizer = new LbfgsFactory().create(LbfgsModes.fixedStep(1, memory));
      INDArray x = Nd4j.createFromArray(new Random(1).doubles(origin.length, 0.5, 1.5).toArray());
      now = new StepResult(x, optimizer.init(x));
    }

    State step() {
      now = optimizer.step(now.point(), now.state(), objective.on(Batch.all(1)));
      return now.state();
    }

    double distance() {
      return now.point().norm2Number().doubleValue();
    }

    /** λmax(H^½BH^½). */
    double largest() {
      int dimension = curvatures.length;
      CurvaturePairs pairs = CurvaturePairs.of(now.state());
      RealMatrix matrix = MatrixUtils.createRealMatrix(dimension, dimension);
      INDArray image = Nd4j.zeros(DataType.DOUBLE, dimension);
      for (int j = 0; j < dimension; j++) {
        pairs.apply(
            Nd4j.zeros(DataType.DOUBLE, dimension).putScalar(j, Math.sqrt(curvatures[j])), image);
        for (int i = 0; i < dimension; i++) {
          matrix.setEntry(i, j, Math.sqrt(curvatures[i]) * image.getDouble(i));
        }
      }
      RealMatrix symmetric = matrix.add(matrix.transpose()).scalarMultiply(0.5);
      return Arrays.stream(new EigenDecompositionSymmetric(symmetric).getEigenvalues())
          .max()
          .orElseThrow();
    }
  }
}
