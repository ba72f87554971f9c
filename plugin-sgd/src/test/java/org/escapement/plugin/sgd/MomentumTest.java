package org.escapement.plugin.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

class MomentumTest {
  private static final OptimizerFactory<MomentumOptions> MOMENTUM = new MomentumFactory();
  private static final OptimizerFactory<MomentumOptions> NESTEROV = new NesterovFactory();

  private static final int STEPS = 60;

  /** Sixty roundings in double on points of order 1. */
  private static final double ROUNDING = 1e-13;

  private final QuadraticObjective objective = QuadraticObjective.random(5, 4, 3, DataType.DOUBLE);
  private final Batch all = Batch.all(4);

  /** PyTorch: buffer' = βbuffer + g; x' = x − η buffer', or x − η(g + β buffer'). */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trajectoryIsThatOfTheFormulaWrittenOut(boolean nesterov) {
    double rate = 0.1;
    double beta = 0.8;
    Optimizer optimizer = optimizer(nesterov ? NESTEROV : MOMENTUM, rate, beta);
    double[] x = objective.minimum().addi(1).toDoubleVector();
    double[] buffer = new double[x.length];
    INDArray start = Nd4j.createFromArray(x.clone());
    StepResult actual = new StepResult(start, optimizer.init(start));
    for (int step = 0; step < STEPS; step++) {
      INDArray gradient = Nd4j.create(DataType.DOUBLE, x.length);
      objective.gradient(Nd4j.createFromArray(x.clone()), all, gradient);
      for (int j = 0; j < x.length; j++) {
        double g = gradient.getDouble(j);
        buffer[j] = beta * buffer[j] + g;
        x[j] -= rate * (nesterov ? g + beta * buffer[j] : buffer[j]);
      }
      actual = optimizer.step(actual.point(), actual.state(), objective.on(all));
      for (int j = 0; j < x.length; j++) {
        assertThat(actual.point().getDouble(j)).isCloseTo(x[j], within(ROUNDING));
        assertThat(actual.state().tensor("velocity").getDouble(j))
            .isCloseTo(buffer[j], within(ROUNDING));
      }
    }
  }

  @Test
  void nesterovFollowsTheLibrarysUpdater() {
    double rate = 0.1;
    double beta = 0.8;
    Optimizer optimizer = optimizer(NESTEROV, rate, beta);
    INDArray expected = objective.minimum().addi(1);
    StepResult actual = new StepResult(expected.dup(), optimizer.init(expected));
    INDArray memory = Nd4j.create(DataType.DOUBLE, 1, 3);
    GradientUpdater<?> updater = new Nesterovs(rate, beta).instantiate(memory, true);
    for (int step = 0; step < STEPS; step++) {
      INDArray gradient = expected.ulike();
      objective.gradient(expected, all, gradient);
      updater.applyUpdater(gradient.reshape('c', 1, 3), step, 0);
      expected = expected.sub(gradient);
      actual = optimizer.step(actual.point(), actual.state(), objective.on(all));
      assertThat(actual.point().distance2(expected)).as("step %d", step).isLessThan(ROUNDING);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.5, 0.5", "0.05, 0.9", "0.01, 0.99"})
  void edgesAreThoseInClosedForm(double rate, double beta) {
    Percentage rounding = Percentage.withPercentage(1e-8);
    assertThat(edge(MOMENTUM, rate, beta)).isCloseTo(2 * (1 + beta) / rate, rounding);
    assertThat(edge(NESTEROV, rate, beta))
        .isCloseTo((2 + 2 * beta) / ((1 + 2 * beta) * rate), rounding);
  }

  @Test
  void samplingFollowsTheOptions() {
    for (OptimizerFactory<MomentumOptions> factory : List.of(MOMENTUM, NESTEROV)) {
      assertThat(optimizer(factory, 0.1, 0.9).sampling()).isEqualTo(Sampling.fullBatch());
      assertThat(
              factory
                  .create(new MomentumOptions(0.1, 0.9, 5, BatchLaw.RESHUFFLE, Schedule.constant()))
                  .sampling())
          .isEqualTo(Sampling.reshuffled(5));
    }
  }

  private static double edge(OptimizerFactory<MomentumOptions> factory, double rate, double beta) {
    Optimizer optimizer = optimizer(factory, rate, beta);
    INDArray x = Nd4j.zeros(DataType.DOUBLE, 1);
    State state = optimizer.init(x);
    return DeterministicEdge.of((Recurrence) optimizer.linearize(x, state));
  }

  private static Optimizer optimizer(
      OptimizerFactory<MomentumOptions> factory, double rate, double beta) {
    return factory.create(
        new MomentumOptions(rate, beta, null, BatchLaw.WITHOUT_REPLACEMENT, Schedule.constant()));
  }
}
