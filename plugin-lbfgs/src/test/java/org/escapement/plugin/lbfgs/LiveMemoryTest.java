package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.homogeneous.HomogeneousExponent.Status;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.model.Curvature;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** With its memory alive the method is lost at η = 2 whatever the curvatures are. */
class LiveMemoryTest {
  private static final AveragingPlan PLAN = new AveragingPlan(5e-3, 300, 1500, 60);

  @ParameterizedTest
  @CsvSource({"6, 1, 1", "6, 10, 1e4", "20, 4, 1", "20, 30, 1e4"})
  void exponentChangesItsSignAtTwo(int dimension, int memory, double scale) {
    for (double rate : new double[] {0.5, 1, 1.5}) {
      HomogeneousExponent below = measure(rate, memory, dimension, scale);
      assertThat(below.found()).as(below.refusal()).isTrue();
      assertThat(below.upper() < 0 || below.status() == Status.VANISHED)
          .as("rate %s: %s", rate, below)
          .isTrue();
      assertThat(below.value()).isNegative();
    }
    assertThat(measure(2, memory, dimension, scale).value()).isCloseTo(0, within(1e-7));
    for (double rate : new double[] {2.2, 3}) {
      HomogeneousExponent beyond = measure(rate, memory, dimension, scale);
      assertThat(beyond.status()).isEqualTo(Status.CONVERGED);
      assertThat(beyond.value()).isCloseTo(Math.log(rate - 1), within(1e-7));
    }
  }

  private static HomogeneousExponent measure(double rate, int memory, int dimension, double scale) {
    double[][] hessian = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      hessian[i][i] = scale * Math.pow(0.02, i / (dimension - 1.0));
    }
    QuadraticObjective objective =
        new QuadraticObjective(new double[][][] {hessian}, new double[dimension], DataType.DOUBLE);
    try (Curvature curvature = objective.curvature(Nd4j.zeros(DataType.DOUBLE, dimension))) {
      return HomogeneousExponent.of(
          new LbfgsFactory().create(LbfgsModes.fixedStep(rate, memory)),
          curvature,
          1,
          dimension,
          DataType.DOUBLE,
          PLAN,
          RandomStreams.of(1).stream("live"));
    }
  }
}
