package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.homogeneous.HomogeneousExponent.Status;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.model.Curvature;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * With its memory alive the method is lost at η = 2, whatever the curvatures are and however many
 * pairs it keeps; with a line search it is never lost.
 */
class LiveMemoryTest {
  private static final AveragingPlan PLAN = new AveragingPlan(5e-3, 200, 256, 60);

  /** What the averaging leaves of the transient, in double. */
  private static final double EXACT = 1e-7;

  /** Dimensions of the two spectra, and memories; each with H and 10⁴H. */
  static Stream<Arguments> methods() {
    return IntStream.of(6, 20)
        .boxed()
        .flatMap(
            dimension ->
                IntStream.of(1, 4, 10, 30)
                    .boxed()
                    .flatMap(
                        memory ->
                            DoubleStream.of(1, 1e4)
                                .mapToObj(scale -> Arguments.of(dimension, memory, scale))));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void exponentIsNegativeBelowTwo(int dimension, int memory, double scale) {
    for (double rate : new double[] {0.5, 1.9}) {
      HomogeneousExponent exponent = fixedStep(rate, memory, dimension, scale);
      assertThat(exponent.found()).as(exponent.refusal()).isTrue();
      assertThat(exponent.value()).as("rate %s", rate).isNegative();
      assertThat(exponent.upper() < 0 || exponent.status() == Status.VANISHED)
          .as("rate %s: %s", rate, exponent)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void exponentIsZeroAtTwo(int dimension, int memory, double scale) {
    assertThat(fixedStep(2, memory, dimension, scale).value()).isCloseTo(0, within(EXACT));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void exponentIsThatOfTheRateAloneBeyondTwo(int dimension, int memory, double scale) {
    for (double rate : new double[] {2.5, 4}) {
      HomogeneousExponent exponent = fixedStep(rate, memory, dimension, scale);
      assertThat(exponent.status()).isEqualTo(Status.CONVERGED);
      assertThat(exponent.value()).isCloseTo(Math.log(rate - 1), within(EXACT));
    }
  }

  /** The rate is only what the search tries first. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 6, 1, 4",
    "1, 6, 4, 1e4",
    "1, 20, 4, 1",
    "3, 20, 10, 1",
    "30, 6, 10, 1",
    "1, 20, 30, 1e4"
  })
  void exponentWithALineSearchIsNegativeAtEveryRate(
      double rate, int dimension, int memory, double scale) {
    HomogeneousExponent exponent = measure(LbfgsModes.lineSearch(rate, memory), dimension, scale);
    assertThat(exponent.found()).as(exponent.refusal()).isTrue();
    assertThat(exponent.upper() < 0 || exponent.status() == Status.VANISHED)
        .as("%s", exponent)
        .isTrue();
    assertThat(exponent.value()).isNegative();
  }

  private static HomogeneousExponent fixedStep(
      double rate, int memory, int dimension, double scale) {
    return measure(LbfgsModes.fixedStep(rate, memory), dimension, scale);
  }

  private static HomogeneousExponent measure(LbfgsOptions options, int dimension, double scale) {
    double[][] hessian = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      hessian[i][i] = scale * Math.pow(0.02, i / (dimension - 1.0));
    }
    QuadraticObjective objective =
        new QuadraticObjective(new double[][][] {hessian}, new double[dimension], DataType.DOUBLE);
    try (Curvature curvature = objective.curvature(Nd4j.zeros(DataType.DOUBLE, dimension))) {
      return HomogeneousExponent.of(
          new LbfgsFactory().create(options),
          curvature,
          1,
          dimension,
          DataType.DOUBLE,
          PLAN,
          RandomStreams.of(1).stream("live"));
    }
  }
}
