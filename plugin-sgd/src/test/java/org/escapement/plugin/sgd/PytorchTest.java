package org.escapement.plugin.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rates and points as PyTorch has them; {@code pytorch.py} beside the table makes it. */
class PytorchTest {
  private static final double RATE = 0.3;
  private static final double MOMENTUM = 0.9;
  private static final int WARMUP = 3;
  private static final long STEPS = 18;

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "constant", Schedule.constant(),
          "step", Schedule.step(0, 4, 0.5),
          "cosine", Schedule.cosine(0, STEPS, 0.1),
          "warmup-constant", Schedule.constant(WARMUP),
          "warmup-step", Schedule.step(WARMUP, 4, 0.5),
          "warmup-cosine", Schedule.cosine(WARMUP, STEPS, 0));

  /** A few dozen roundings; PyTorch finds most rates from the one before, step by step. */
  private static final double ROUNDING = 1e-14;

  /** The square root of the Hessian [[2, 0.5], [0.5, 1]], which is its factor. */
  private final QuadraticObjective objective = QuadraticObjective.ofFactors(root());

  @ParameterizedTest
  @CsvFileSource(resources = "pytorch.csv", numLinesToSkip = 1)
  void ratesAndPointsAreThoseOfPytorch(
      String method, String schedule, int step, double rate, double x0, double x1) {
    Optimizer optimizer = optimizer(method, SCHEDULES.get(schedule));
    INDArray x = Nd4j.createFromArray(1.0, -2.0);
    StepResult run = new StepResult(x, optimizer.init(x));
    for (int taken = 0; taken < step; taken++) {
      run = optimizer.step(run.point(), run.state(), objective.on(Batch.all(1)));
    }
    Recurrence recurrence = (Recurrence) optimizer.linearize(run.point(), run.state());
    assertThat(recurrence.learningRate()).isCloseTo(rate, within(ROUNDING));
    assertThat(run.point().getDouble(0)).isCloseTo(x0, within(ROUNDING));
    assertThat(run.point().getDouble(1)).isCloseTo(x1, within(ROUNDING));
  }

  private static Optimizer optimizer(String method, Schedule schedule) {
    MomentumOptions options =
        new MomentumOptions(RATE, MOMENTUM, null, BatchLaw.WITHOUT_REPLACEMENT, schedule);
    return switch (method) {
      case "sgd" -> new GradientDescentFactory().create(new GradientDescentOptions(RATE, schedule));
      case "momentum" -> new MomentumFactory().create(options);
      case "nesterov" -> new NesterovFactory().create(options);
      default -> throw new IllegalArgumentException(method);
    };
  }

  /** (H + √det H · I) / √(tr H + 2√det H). */
  private static double[][][] root() {
    double determinant = Math.sqrt(2 * 1 - 0.25);
    double scale = Math.sqrt(3 + 2 * determinant);
    return new double[][][] {
      {{(2 + determinant) / scale, 0.5 / scale}, {0.5 / scale, (1 + determinant) / scale}}
    };
  }
}
