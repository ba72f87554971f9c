package org.escapement.lab.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CurvatureOperatorsTest {
  private static final Tolerance TIGHT = Tolerance.relative(1e-10, 1000);

  private final RandomGenerator random = RandomStreams.of(1).stream("start");

  /** ½ (w_i c_i − y_i)² with c² = (1, 2, 3, 4): H = diag(c²)/4 and Σ = 3 diag(c⁴)/16. */
  @Test
  void oneHotRegressionHasItsKnownSharpnessAndNonUniformity() {
    double[][] rows = new double[4][4];
    for (int i = 0; i < 4; i++) {
      rows[i][i] = Math.sqrt(i + 1);
    }
    CurvatureOperators operators = operators(Quadratic.ofRows(rows));
    try (EigenEstimate sharpness = operators.sharpness(TIGHT, null, random);
        EigenEstimate square = operators.squaredNonUniformity(TIGHT, null, random)) {
      assertThat(sharpness.value()).isCloseTo(1, within(1e-12));
      assertThat(Math.sqrt(square.value())).isCloseTo(Math.sqrt(3), within(1e-12));
    }
  }

  /** Three times the same curvature: what their mean differs by is rounding. */
  @Test
  void whereAllExamplesAreAlikeNothingIsLeftOfTheCovariance() {
    double[] row = {0.1, 0.7, -0.3, 1.1, 0.9, -1.3};
    CurvatureOperators operators = operators(Quadratic.ofRows(new double[][] {row, row, row}));
    try (EigenEstimate sharpness = operators.sharpness(TIGHT, null, random);
        EigenEstimate square = operators.squaredNonUniformity(TIGHT, sharpness, null, random)) {
      assertThat(square.status()).isEqualTo(EigenStatus.CONVERGED);
      assertThat(square.value()).isCloseTo(0, within(1e-15));
      assertThat(square.products()).isLessThan(12);
    }
  }

  /**
   * s² is 2e-9 of a², and its rounding more than the tolerance of it: the former is not allowed.
   */
  @Test
  void aSmallNonUniformityIsFoundToTheTolerance() {
    int dimension = 60;
    double[][][] hessians = new double[3][dimension][dimension];
    Random entries = new Random(8);
    for (double[][] hessian : hessians) {
      for (int i = 0; i < dimension; i++) {
        hessian[i][i] = 1 + 1e-4 * entries.nextDouble();
      }
    }
    CurvatureOperators operators = operators(new Quadratic(hessians));
    double largest = 0;
    for (int i = 0; i < dimension; i++) {
      double mean = (hessians[0][i][i] + hessians[1][i][i] + hessians[2][i][i]) / 3;
      double variance = 0;
      for (double[][] hessian : hessians) {
        variance += Math.pow(hessian[i][i] - mean, 2) / 3;
      }
      largest = Math.max(largest, variance);
    }
    double share = 3e-7;
    Tolerance tolerance = Tolerance.relative(share, 1000);
    try (EigenEstimate sharpness = operators.sharpness(tolerance, null, random);
        EigenEstimate square = operators.squaredNonUniformity(tolerance, sharpness, null, random)) {
      assertThat(square.status()).isEqualTo(EigenStatus.CONVERGED);
      assertThat(square.residual()).isLessThanOrEqualTo(share * largest);
      assertThat(square.value()).isCloseTo(largest, within(share * largest));
    }
  }

  @Test
  void meanOfSquaresIsTheCovarianceAndTheSquareOfTheMean() {
    Quadratic problem = randomProblem(6, 4);
    double[] v = {1, -2, 0.5, 3, -1, 0.25};
    double[] expected = new double[6];
    for (double[][] hessian : problem.hessians()) {
      double[] twice = multiply(hessian, multiply(hessian, v));
      for (int j = 0; j < 6; j++) {
        expected[j] += twice[j] / 4;
      }
    }
    assertThat(apply(operators(problem).meanOfSquares(), v))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void hessianOfABatchWeighsRepeatedExamples() {
    Quadratic problem = randomProblem(5, 4);
    double[] v = {1, -1, 2, 0, 0.5};
    double[] expected = new double[5];
    for (int i : new int[] {2, 0, 2}) {
      double[] image = multiply(problem.hessians()[i], v);
      for (int j = 0; j < 5; j++) {
        expected[j] += image[j] / 3;
      }
    }
    assertThat(apply(operators(problem).hessian(Batch.of(2, 0, 2)), v))
        .containsExactly(expected, within(1e-12));
  }

  @Test
  void sharpnessOfEveryExampleIsItsLargestEigenvalue() {
    Quadratic problem = Quadratic.ofRows(new double[][] {{3, 4}, {0, 2}, {1, 0}, {-1, 1}});
    List<EigenEstimate> estimates = operators(problem).perExampleSharpness(TIGHT, random);
    assertThat(estimates.stream().mapToDouble(EigenEstimate::value).toArray())
        .containsExactly(new double[] {25, 4, 1, 2}, within(1e-9));
    assertThat(estimates).allMatch(EigenEstimate::converged);
  }

  @Test
  void directionalVarianceIsThatOfTheQuadraticForms() {
    Quadratic problem = Quadratic.ofRows(new double[][] {{3, 4}, {0, 2}, {1, 0}});
    DirectionalCurvature along = operators(problem).alongDirection(Nd4j.createFromArray(0.6, 0.8));
    double[] forms = {25, 2.56, 0.36};
    double mean = Arrays.stream(forms).average().orElseThrow();
    double variance =
        Arrays.stream(forms).map(form -> (form - mean) * (form - mean)).average().orElseThrow();
    assertThat(along.mean()).isCloseTo(mean, within(1e-12));
    assertThat(along.variance()).isCloseTo(variance, within(1e-12));
  }

  private static CurvatureOperators operators(Quadratic problem) {
    Curvature curvature = problem.curvature(Nd4j.zeros((int) problem.dimension()));
    return CurvatureOperators.of(problem, curvature);
  }

  private static Quadratic randomProblem(int dimension, int examples) {
    Random random = new Random(3);
    double[][][] hessians = new double[examples][dimension][dimension];
    for (double[][] hessian : hessians) {
      for (int j = 0; j < dimension; j++) {
        for (int k = 0; k <= j; k++) {
          hessian[j][k] = random.nextDouble(-1, 1);
          hessian[k][j] = hessian[j][k];
        }
      }
    }
    return new Quadratic(hessians);
  }

  private static double[] apply(LinearOperator operator, double[] v) {
    INDArray out = Nd4j.createFromArray(new double[v.length]);
    operator.apply(Nd4j.createFromArray(v), out);
    return out.toDoubleVector();
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
}
