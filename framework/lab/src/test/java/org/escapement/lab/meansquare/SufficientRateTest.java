package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.model.Jacobian;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows' space against the closed form in the space of H's eigenvectors. */
class SufficientRateTest {
  private static final double CLOSE = 1e-9;
  private static final Tolerance TIGHT = Tolerance.relative(1e-11, 5000);

  /** J_i as they are. */
  private record Rows(Minimum minimum) implements Jacobian {
    @Override
    public int outputs() {
      return minimum.outputs();
    }

    @Override
    public void product(INDArray v, INDArray out) {
      for (int i = 0; i < minimum.examples(); i++) {
        for (int k = 0; k < outputs(); k++) {
          double sum = 0;
          for (int d = 0; d < minimum.dimension(); d++) {
            sum += minimum.rows()[i][k][d] * v.getDouble(d);
          }
          out.putScalar(i, k, sum);
        }
      }
    }

    @Override
    public void transposeProduct(INDArray u, INDArray out) {
      for (int d = 0; d < minimum.dimension(); d++) {
        double sum = 0;
        for (int i = 0; i < minimum.examples(); i++) {
          for (int k = 0; k < outputs(); k++) {
            sum += minimum.rows()[i][k][d] * u.getDouble(i, k);
          }
        }
        out.putScalar(d, sum);
      }
    }

    @Override
    public void gram(INDArray out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void exampleGrams(INDArray out) {
      for (int i = 0; i < minimum.examples(); i++) {
        for (int k = 0; k < outputs(); k++) {
          for (int l = 0; l < outputs(); l++) {
            double sum = 0;
            for (int d = 0; d < minimum.dimension(); d++) {
              sum += minimum.rows()[i][k][d] * minimum.rows()[i][l][d];
            }
            out.putScalar(new int[] {i, k, l}, sum);
          }
        }
      }
    }

    @Override
    public void close() {}
  }

  private static Enclosure rate(Minimum minimum, double p, Tolerance tolerance) {
    try (GramOperator operator =
        new GramOperator(
            new Rows(minimum),
            Preconditioner.identity(),
            minimum.examples(),
            minimum.dimension(),
            DataType.DOUBLE)) {
      return SufficientRate.of(
          operator, p, Tensors.epsilon(DataType.DOUBLE), tolerance, new Random(2));
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 1, 9, 1", "6, 1, 9, 0.3", "5, 3, 20, 1", "5, 3, 20, 0.05", "12, 2, 24, 0.5"})
  void isTheClosedFormOfIndependentRows(int n, int k, int d, double p) {
    Minimum minimum = Minimum.random(n, k, d, new Random(n + k));
    try (ReducedCurvature curvature = minimum.reduced();
        ExampleProducts products = new ExampleProducts(curvature)) {
      assertThat(curvature.modes()).isEqualTo(n * k);
      double expected = GradientStepRates.of(products, p).theoremOne();
      Enclosure found = rate(minimum, p, TIGHT);
      assertThat(found.status()).isEqualTo(EnclosureStatus.CONVERGED);
      assertThat(found.lower()).isLessThanOrEqualTo(expected);
      assertThat(found.upper()).isGreaterThanOrEqualTo(expected);
      assertThat(found.lower() / expected).isCloseTo(1, within(CLOSE));
    }
  }

  /** Where rows depend on one another the space of rows is larger than need be. */
  @ParameterizedTest
  @CsvSource({"6, 1, 3, 1", "5, 3, 4, 0.3", "12, 2, 5, 0.5"})
  void staysBelowTheClosedFormOfDependentRows(int n, int k, int d, double p) {
    Minimum minimum = Minimum.random(n, k, d, new Random(n + k));
    try (ReducedCurvature curvature = minimum.reduced();
        ExampleProducts products = new ExampleProducts(curvature)) {
      assertThat(curvature.modes()).isEqualTo(d);
      double expected = GradientStepRates.of(products, p).theoremOne();
      assertThat(rate(minimum, p, TIGHT).lower()).isLessThanOrEqualTo(expected).isPositive();
    }
  }

  /** What is left out of a subspace may only lower the threshold, but not below this rate. */
  @ParameterizedTest
  @CsvSource({"1, 100", "0.2, 100", "1, 1", "0.2, 2"})
  void boundsThresholdsOfSubspacesFromBelow(double p, int mostProducts) {
    Minimum minimum = Minimum.random(12, 2, 40, new Random(1));
    Tolerance tolerance = Tolerance.relative(1e-8, 1000);
    try (ReducedCurvature whole = minimum.reduced();
        ReducedCurvature some = minimum.reduced(5);
        MeanSquareStability exact = new MeanSquareStability(whole, tolerance);
        MeanSquareStability truncated = new MeanSquareStability(some, tolerance)) {
      Bounds threshold = exact.criticalLearningRate(Recurrences.plain(1), p);
      Enclosure sufficient = rate(minimum, p, Tolerance.relative(1e-8, mostProducts));
      Bounds bounds =
          truncated.criticalLearningRate(Recurrences.plain(1), p).andAtLeast(sufficient.lower());
      assertThat(bounds.lower()).isPositive().isLessThanOrEqualTo(threshold.upper());
      assertThat(bounds.upper()).isGreaterThanOrEqualTo(threshold.lower());
      assertThat(sufficient.converged()).isEqualTo(mostProducts == 100);
    }
  }
}
