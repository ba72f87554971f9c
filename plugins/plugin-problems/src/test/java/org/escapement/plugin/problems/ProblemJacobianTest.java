package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.meansquare.MeanSquareStability;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Jacobian.Scaling;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProblemJacobianTest {
  /** A few roundings of numbers up to 20. */
  private static final double ROUNDING = 1e-14;

  private static final List<List<List<Double>>> UNEQUAL =
      List.of(
          List.of(List.of(1.0, 0.0), List.of(2.0, -1.0)),
          List.of(List.of(1.0, 1.0)),
          List.of(List.of(0.0, 2.0), List.of(0.5, 3.0)));
  private static final List<List<List<Double>>> SINGLE_ROWS =
      List.of(List.of(List.of(1.0, 0.0)), List.of(List.of(1.0, 1.0)), List.of(List.of(0.0, 2.0)));

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void rowsOfAQuadraticAreItsFactorsAndZerosWhereOneHasFewer(Scaling scaling) {
    Objective objective = quadratic(new QuadraticOptions(null, UNEQUAL));
    INDArray v = Nd4j.createFromArray(0.3, -0.7);
    try (Jacobian jacobian = objective.jacobian(v, scaling).orElseThrow()) {
      assertThat(jacobian.outputs()).isEqualTo(2);
      INDArray product = Nd4j.createFromArray(new double[3][2]);
      jacobian.product(v, product);
      assertThat(product.toDoubleMatrix())
          .isDeepEqualTo(
              new double[][] {
                {0.3, 2 * 0.3 + 0.7}, {0.3 - 0.7, 0}, {2 * -0.7, 0.5 * 0.3 + 3 * -0.7}
              });
      INDArray sum = v.ulike();
      jacobian.transposeProduct(
          Nd4j.createFromArray(new double[][] {{1, 10}, {100, 7}, {1000, 10000}}), sum);
      assertThat(sum.toDoubleVector())
          .containsExactly(1 + 20 + 100 + 5000, -10 + 100 + 2000 + 30000);
    }
  }

  /** Row κn + i is row κ of J_i. */
  @Test
  void gramIsThatOfTheRowsSortedByOutput() {
    Objective objective = quadratic(new QuadraticOptions(null, UNEQUAL));
    double[][] rows = {{1, 0}, {1, 1}, {0, 2}, {2, -1}, {0, 0}, {0.5, 3}};
    try (Jacobian jacobian = jacobian(objective, Nd4j.createFromArray(1.0, 2.0))) {
      INDArray gram = Nd4j.createFromArray(new double[6][6]);
      jacobian.gram(gram);
      INDArray blocks = Nd4j.createFromArray(new double[3][2][2]);
      jacobian.exampleGrams(blocks);
      for (int a = 0; a < 6; a++) {
        for (int b = 0; b < 6; b++) {
          double expected = rows[a][0] * rows[b][0] + rows[a][1] * rows[b][1];
          assertThat(gram.getDouble(a, b)).isEqualTo(expected);
          if (a % 3 == b % 3) {
            assertThat(blocks.getDouble(a % 3, a / 3, b / 3)).isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void productsWithItsTransposeAreTheHessiansOfTheExamples() {
    assertHessians(quadratic(new QuadraticOptions(null, UNEQUAL)), 0.4, -1.1);
    assertHessians(toy(), 1);
    assertHessians(toy(), 0);
    assertHessians(toy(), 0.4); // nearer to 0 for one function, to 1 for the other
  }

  @Test
  void hessiansAreFactored() {
    List<List<List<Double>>> hessians =
        List.of(
            List.of(List.of(2.0, -1.0, 0.0), List.of(-1.0, 2.0, -1.0), List.of(0.0, -1.0, 2.0)),
            List.of(List.of(1.0, 2.0, 3.0), List.of(2.0, 4.0, 6.0), List.of(3.0, 6.0, 9.0)),
            List.of(List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0), List.of(0.0, 0.0, 0.0)));
    Objective objective = quadratic(new QuadraticOptions(hessians, null));
    assertHessians(objective, 0.2, -0.5, 0.9);
    INDArray x = Nd4j.createFromArray(0.0, 0.0, 0.0);
    assertThat(objective.jacobian(x, Scaling.OUTPUTS)).isEmpty();
  }

  @Test
  void thereIsNoneWhereAHessianIsIndefinite() {
    for (List<List<Double>> indefinite :
        List.of(
            List.of(List.of(1.0, 2.0), List.of(2.0, 1.0)),
            List.of(List.of(0.0, 1.0), List.of(1.0, 0.0)),
            List.of(List.of(1.0, 0.0), List.of(0.0, -1e-3)))) {
      Objective objective = quadratic(new QuadraticOptions(List.of(indefinite), null));
      assertThat(objective.jacobian(Nd4j.createFromArray(0.0, 0.0), Scaling.LOSS)).isEmpty();
    }
  }

  @Test
  void theToyHasNoOutputs() {
    assertThat(toy().jacobian(Nd4j.createFromArray(1.0), Scaling.OUTPUTS)).isEmpty();
  }

  /**
   * Exact mean-square thresholds of gradient steps on batches of one: 2a/(a² + s²) in one
   * dimension; for the rows (1,0), (1,1), (0,2) a value that agrees with an enumeration in 30
   * digits.
   */
  @Test
  void exactThresholdsFollow() {
    assertThreshold(toy(), 2 * 2 / (4 + 1.8 * 1.8), 1);
    assertThreshold(quadratic(new QuadraticOptions(null, SINGLE_ROWS)), 0.5760394922, 0, 0);
  }

  private static void assertThreshold(Objective objective, double expected, double... at) {
    int n = objective.examples();
    INDArray gram = Nd4j.createFromArray(new double[n][n]);
    try (Jacobian jacobian = jacobian(objective, Nd4j.createFromArray(at))) {
      jacobian.gram(gram);
      try (ReducedCurvature reduced = ReducedCurvature.ofGram(gram, n, jacobian.outputs());
          MeanSquareStability stability =
              new MeanSquareStability(reduced, Tolerance.relative(1e-10, 500))) {
        Bounds threshold =
            stability.criticalLearningRate(
                Recurrence.gradientDescent(1), Sampling.withoutReplacement(1).varianceFactor(n));
        assertThat(threshold.lower()).isCloseTo(expected, Percentage.withPercentage(1e-7));
        assertThat(threshold.upper()).isCloseTo(expected, Percentage.withPercentage(1e-7));
      }
    }
  }

  /** J_iᵀJ_i v, one example at a time. */
  private static void assertHessians(Objective objective, double... at) {
    INDArray v = Nd4j.createFromArray(at).addi(0.25);
    int n = objective.examples();
    try (Jacobian jacobian = jacobian(objective, Nd4j.createFromArray(at));
        Curvature curvature = objective.curvature(Nd4j.createFromArray(at))) {
      int k = jacobian.outputs();
      INDArray products = Nd4j.createFromArray(new double[n][k]);
      jacobian.product(v, products);
      for (int i = 0; i < n; i++) {
        double[][] own = new double[n][k];
        own[i] = products.getRow(i).toDoubleVector();
        INDArray actual = v.ulike();
        jacobian.transposeProduct(Nd4j.createFromArray(own), actual);
        INDArray expected = v.ulike();
        curvature.hessianProduct(Batch.of(i), v, expected);
        assertThat(actual.distance2(expected)).isLessThan(ROUNDING);
      }
    }
  }

  private static Jacobian jacobian(Objective objective, INDArray x) {
    return objective.jacobian(x, Scaling.LOSS).orElseThrow();
  }

  private static Objective quadratic(QuadraticOptions options) {
    return new QuadraticFactory().create(options, setting()).objective(null);
  }

  private static Objective toy() {
    return new ToyFactory().create(new ToyOptions(0.1, 1.9), setting()).objective(null);
  }

  private static ModelSetting setting() {
    return new ModelSetting(List.of(), 0, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
  }
}
