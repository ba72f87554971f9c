package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LanczosTest {
  private static final Tolerance TIGHT = Tolerance.relative(1e-10, 2000);

  private final RandomGenerator random = RandomStreams.of(1).stream("start");

  @Test
  void findsTheLargestOfAPositiveSpectrum() {
    assertLargest(5, DenseOperator.diagonal(1, 2, 3, 4, 5));
  }

  @Test
  void findsTheLargestOfAnIndefiniteSpectrum() {
    assertLargest(5, DenseOperator.diagonal(-2, -1, 3, 4, 5));
  }

  @Test
  void largestIsAlgebraicNotInMagnitude() {
    assertLargest(10, DenseOperator.diagonal(-12, 10, 1, 0, -3));
    double[] spectrum = new Random(2).doubles(100, -9, 9).toArray();
    spectrum[0] = -12;
    spectrum[1] = 10;
    assertLargest(10, DenseOperator.withSpectrum(spectrum, new Random(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void dimensionSmallerThanTheBasisInventsNothing(int dimension) {
    double[] spectrum = IntStream.range(0, dimension).mapToDouble(i -> -2.0 - i).toArray();
    EigenEstimate estimate = assertLargest(-2, DenseOperator.diagonal(spectrum));
    assertThat(estimate.products()).isLessThanOrEqualTo(dimension + 1);
  }

  /** A tolerance that is never met, and sizes at which the small problem is not due anyway. */
  @ParameterizedTest
  @ValueSource(ints = {3, 18, 23})
  void wholeSpaceIsTheEnd(int dimension) {
    double[] spectrum = IntStream.range(0, dimension).mapToDouble(i -> 1 - 1e-3 * i).toArray();
    EigenEstimate estimate =
        solve(DenseOperator.diagonal(spectrum), Tolerance.relative(0, 10 * dimension));
    assertThat(estimate.status()).isIn(EigenStatus.CONVERGED, EigenStatus.ROUNDING_LIMIT);
    assertThat(estimate.value()).isCloseTo(1, within(1e-13));
    assertThat(estimate.products()).isLessThanOrEqualTo(dimension + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void zeroOperatorHasEigenvalueZero(int dimension) {
    EigenEstimate estimate = solve(DenseOperator.diagonal(new double[dimension]), TIGHT);
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(estimate.value()).isZero();
    assertThat(estimate.residual()).isZero();
  }

  @Test
  void multipleOfTheIdentityIsSolvedAtOnce() {
    double[] spectrum = new double[50];
    Arrays.fill(spectrum, -0.7);
    EigenEstimate estimate = assertLargest(-0.7, DenseOperator.diagonal(spectrum));
    assertThat(estimate.products()).isLessThanOrEqualTo(3);
  }

  /** The top ten eigenvalues lie within a percent: far more products than the basis holds. */
  @Test
  void restartsKeepWhatWasFound() {
    double[] spectrum = new Random(4).doubles(500, -1, 0.99).toArray();
    for (int i = 0; i < 10; i++) {
      spectrum[i] = 1 - 1e-4 * i;
    }
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(5));
    EigenEstimate estimate = solve(operator, TIGHT);
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(estimate.products()).as("enough to restart").isGreaterThan(120);
    assertThat(estimate.value()).isCloseTo(operator.largestEigenvalue(), within(1e-10));
    assertResidualIsTrue(estimate, operator);
  }

  @Test
  void preconditionedValueIsThatOfTheSymmetricProduct() {
    Random directions = new Random(6);
    DenseOperator operator =
        DenseOperator.withSpectrum(new Random(7).doubles(40, -3, 3).toArray(), directions);
    DenseOperator preconditioner =
        DenseOperator.withSpectrum(new Random(8).doubles(40, 0.1, 5).toArray(), directions);
    RealMatrix root = new EigenDecompositionSymmetric(preconditioner.matrix()).getSquareRoot();
    double expected =
        Arrays.stream(
                new EigenDecompositionSymmetric(root.multiply(operator.matrix()).multiply(root))
                    .getEigenvalues())
            .max()
            .orElseThrow();
    EigenEstimate estimate =
        Lanczos.largest(operator, preconditioner, DataType.DOUBLE, TIGHT, null, random);
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(estimate.value()).isCloseTo(expected, within(1e-9));
    INDArray image = estimate.vector().ulike();
    preconditioner.apply(estimate.vector(), image);
    assertThat(Nd4j.getBlasWrapper().dot(image, estimate.vector())).isCloseTo(1, within(1e-12));
    INDArray twice = image.ulike();
    operator.apply(image, twice);
    assertThat(twice.distance2(estimate.vector().mul(estimate.value())))
        .as("A P y = lambda y")
        .isLessThan(1e-7);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void spentBudgetIsNoConvergence(int budget) {
    double[] spectrum = IntStream.range(0, 400).mapToDouble(i -> 1 - 1e-5 * i).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(9));
    EigenEstimate estimate = solve(operator, Tolerance.relative(1e-12, budget));
    assertThat(estimate.status()).isEqualTo(EigenStatus.PRODUCT_BUDGET);
    assertThat(estimate.converged()).isFalse();
    assertThat(operator.products()).isEqualTo(estimate.products()).isLessThanOrEqualTo(budget);
    assertThat(estimate.value()).as("a lower bound").isLessThanOrEqualTo(1 + 1e-12);
    assertResidualIsTrue(estimate, operator);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void operatorThatIsNotFiniteIsNamed(double entry) {
    for (double[] spectrum : new double[][] {{1, entry, 2}, {entry}}) {
      EigenEstimate estimate = solve(DenseOperator.diagonal(spectrum), TIGHT);
      assertThat(estimate.status()).isEqualTo(EigenStatus.NON_FINITE);
      assertThat(estimate.value()).isNaN();
    }
  }

  /** Finite at first: the solver must not return what it had. */
  @Test
  void operatorThatTurnsNotFiniteIsNamed() {
    DenseOperator operator =
        DenseOperator.withSpectrum(new Random(1).doubles(50).toArray(), new Random(2));
    LinearOperator failing =
        new LinearOperator() {
          @Override
          public long dimension() {
            return 50;
          }

          @Override
          public void apply(INDArray v, INDArray out) {
            operator.apply(v, out);
            if (operator.products() > 5) {
              out.putScalar(3, Double.NaN);
            }
          }
        };
    assertThat(Lanczos.largest(failing, DataType.DOUBLE, TIGHT, random).status())
        .isEqualTo(EigenStatus.NON_FINITE);
  }

  @Test
  void reportedResidualIsTheTrueOne() {
    double[] spectrum = new Random(10).doubles(200, -1, 1).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(11));
    for (double tolerance : new double[] {1e-1, 1e-3, 1e-6}) {
      EigenEstimate estimate = solve(operator, Tolerance.relative(tolerance, 1000));
      assertThat(estimate.converged()).isTrue();
      assertThat(estimate.residual()).isLessThanOrEqualTo(tolerance * estimate.value());
      assertResidualIsTrue(estimate, operator);
    }
  }

  @Test
  void absoluteToleranceConvergesWhereTheEigenvalueIsZero() {
    double[] spectrum = new Random(12).doubles(100, -1, -0.1).toArray();
    spectrum[0] = 0;
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(13));
    EigenEstimate estimate = solve(operator, new Tolerance(1e-6, 1e-8, 1000));
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(estimate.value()).isCloseTo(0, within(1e-8));
  }

  /** Of 0.2 times the identity less itself rounding is left, which has no eigenvalues. */
  @Test
  void whatIsRoundingAloneConvergesIfItsSizeIsKnown() {
    Random noise = new Random(16);
    LinearOperator operator =
        new LinearOperator() {
          @Override
          public long dimension() {
            return 100;
          }

          @Override
          public void apply(INDArray v, INDArray out) {
            out.assign(Nd4j.createFromArray(noise.doubles(100, -1e-9, 1e-9).toArray()));
          }
        };
    Tolerance relative = Tolerance.relative(1e-4, 500);
    EigenEstimate endless = solve(operator, relative);
    assertThat(endless.status()).isEqualTo(EigenStatus.PRODUCT_BUDGET);
    EigenEstimate known = solve(operator, relative.withRounding(1e-7));
    assertThat(known.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(known.value()).isCloseTo(0, within(1e-7));
    assertThat(known.products()).isLessThan(12);
    assertThat(known.residual()).isPositive();
  }

  /** Eigenvalues around ten times the rounding: those above are found to the relative tolerance. */
  @ParameterizedTest
  @CsvSource({"0.5, true", "2, false", "10, false", "100, false"})
  void roundingIsNoToleranceForWhatIsLarger(double timesRounding, boolean isRounding) {
    double rounding = 1e-6;
    double largest = timesRounding * rounding;
    double[] spectrum = new Random(17).doubles(300, 0, 0.97 * largest).toArray();
    spectrum[7] = largest;
    Tolerance relative = Tolerance.relative(1e-6, 2000);
    EigenEstimate estimate =
        solve(DenseOperator.diagonal(spectrum), relative.withRounding(rounding));
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    if (isRounding) {
      assertThat(estimate.residual()).isBetween(1e-6 * largest, rounding);
      assertThat(estimate.products()).isLessThan(15);
    } else {
      assertThat(estimate.residual()).isLessThanOrEqualTo(1e-6 * largest);
      assertThat(estimate.value()).isCloseTo(largest, within(1e-9 * largest));
    }
  }

  /** One direction of 20,000: of a random vector 1/141 lies in it, and θ is some 1e-3 at first. */
  @Test
  void anEigenvalueThatARandomVectorHardlyShowsIsNotRounding() {
    INDArray spectrum = Nd4j.linspace(DataType.DOUBLE, 0, 5e-8, 20_000);
    spectrum.putScalar(11, 1);
    LinearOperator operator =
        new LinearOperator() {
          @Override
          public long dimension() {
            return 20_000;
          }

          @Override
          public void apply(INDArray v, INDArray out) {
            v.mul(spectrum, out);
          }
        };
    EigenEstimate estimate = solve(operator, Tolerance.relative(1e-6, 500).withRounding(0.02));
    assertThat(estimate.value()).isCloseTo(1, within(1e-9));
  }

  @Test
  void floatStopsAtItsRoundingAndSaysSo() {
    double[] spectrum = new Random(14).doubles(200, -1, 0.9).toArray();
    spectrum[0] = 1;
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(15));
    EigenEstimate fine =
        Lanczos.largest(operator, DataType.FLOAT, Tolerance.relative(1e-12, 2000), random);
    assertThat(fine.status()).isIn(EigenStatus.ROUNDING_LIMIT, EigenStatus.CONVERGED);
    assertThat(fine.products()).as("does not spend the budget on rounding").isLessThan(300);
    assertThat(fine.value()).isCloseTo(1, within(1e-5));
    assertThat(fine.residual()).isLessThan(1e-4);
    EigenEstimate coarse =
        Lanczos.largest(operator, DataType.FLOAT, Tolerance.relative(1e-4, 2000), random);
    assertThat(coarse.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(coarse.value()).isCloseTo(1, within(1e-4));
  }

  /** A start inside an invariant subspace must not hide the rest. */
  @Test
  void startThatIsAnotherEigenvectorDoesNotMislead() {
    DenseOperator operator = DenseOperator.diagonal(1, 2, 3, 4, 5);
    INDArray second = Nd4j.createFromArray(0.0, 1.0, 0.0, 0.0, 0.0);
    EigenEstimate estimate =
        Lanczos.largest(
            operator, Preconditioner.identity(), DataType.DOUBLE, TIGHT, second, random);
    assertThat(estimate.value()).isCloseTo(5, within(1e-9));
    assertThat(second.toDoubleVector()).containsExactly(0, 1, 0, 0, 0);
  }

  private EigenEstimate assertLargest(double expected, DenseOperator operator) {
    EigenEstimate estimate = solve(operator, TIGHT);
    assertThat(estimate.status()).isEqualTo(EigenStatus.CONVERGED);
    assertThat(estimate.value()).isCloseTo(expected, within(1e-9));
    assertResidualIsTrue(estimate, operator);
    return estimate;
  }

  private EigenEstimate solve(LinearOperator operator, Tolerance tolerance) {
    return Lanczos.largest(operator, DataType.DOUBLE, tolerance, random);
  }

  /** ‖Av − θv‖ for the returned v, which has length one. */
  private static void assertResidualIsTrue(EigenEstimate estimate, LinearOperator operator) {
    INDArray v = estimate.vector();
    assertThat(v.norm2Number().doubleValue()).isCloseTo(1, within(1e-12));
    INDArray image = v.ulike();
    operator.apply(v, image);
    assertThat(estimate.residual())
        .isCloseTo(image.distance2(v.mul(estimate.value())), within(1e-13));
  }
}
