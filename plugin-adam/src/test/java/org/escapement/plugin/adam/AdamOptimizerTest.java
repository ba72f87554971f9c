package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.Snapshot;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

class AdamOptimizerTest {
  private static final int STEPS = 60;
  private static final AdamOptions OPTIONS =
      new AdamOptions(0.03, 0.8, 0.95, 1e-6, null, BatchLaw.WITHOUT_REPLACEMENT);

  /** Sixty roundings in double, amplified by at most the few steps that m and v remember. */
  private static final double TEXTBOOK_TOLERANCE = 1e-12;

  private final QuadraticObjective objective = QuadraticObjective.random(11, 4, 3, DataType.DOUBLE);
  private final Batch all = Batch.all(4);

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void trajectoryIsThatOfTheLibrarysUpdater(DataType type) {
    QuadraticObjective typed = QuadraticObjective.random(11, 4, 3, type);
    INDArray expected = typed.minimum().addi(1);
    StepResult actual = new StepResult(expected.dup(), adam().init(expected));
    INDArray memory = Nd4j.create(type, 1, 6);
    AdamUpdater updater = (AdamUpdater) new Adam(0.03, 0.8, 0.95, 1e-6).instantiate(memory, true);
    for (int step = 0; step < STEPS; step++) {
      INDArray gradient = expected.ulike();
      typed.gradient(expected, all, gradient);
      updater.applyUpdater(gradient.reshape('c', 1, 3), step, 0);
      expected = expected.sub(gradient);
      actual = adam().step(actual.point(), actual.state(), typed.on(all));
      assertThat(Snapshot.of(actual.point())).as("step %d", step).isEqualTo(Snapshot.of(expected));
    }
    assertThat(Snapshot.of(actual.state().tensor("moments"))).isEqualTo(Snapshot.of(memory));
  }

  @Test
  void trajectoryIsTheTextbookFormula() {
    double[] x = objective.minimum().addi(1).toDoubleVector();
    double[] m = new double[x.length];
    double[] v = new double[x.length];
    INDArray point = Nd4j.createFromArray(x.clone());
    State state = adam().init(point);
    for (int t = 1; t <= STEPS; t++) {
      INDArray gradient = point.ulike();
      objective.gradient(Nd4j.createFromArray(x.clone()), all, gradient);
      double rate = 0.03 * Math.sqrt(1 - Math.pow(0.95, t)) / (1 - Math.pow(0.8, t));
      for (int j = 0; j < x.length; j++) {
        double g = gradient.getDouble(j);
        m[j] = 0.8 * m[j] + 0.2 * g;
        v[j] = 0.95 * v[j] + 0.05 * g * g;
        x[j] -= rate * m[j] / (Math.sqrt(v[j]) + 1e-6);
      }
      StepResult result = adam().step(point, state, objective.on(all));
      point = result.point();
      state = result.state();
      for (int j = 0; j < x.length; j++) {
        assertThat(point.getDouble(j)).as("step %d", t).isCloseTo(x[j], within(TEXTBOOK_TOLERANCE));
      }
    }
    assertThat(state.scalar("iteration")).isEqualTo(STEPS);
  }

  @Test
  void edgeIsThirtyEightOverTheRateInTheLongRun() {
    double rate = 1e-3;
    Optimizer optimizer =
        new AdamFactory()
            .create(new AdamOptions(rate, 0.9, 0.999, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT));
    INDArray x = Nd4j.createFromArray(1.0, 2.0);
    INDArray moments = Nd4j.createFromArray(0.1, -0.2, 4.0, 0.25).reshape('c', 1, 4);
    State late = State.empty().with("moments", moments).with("iteration", 1e6);
    Recurrence recurrence = (Recurrence) optimizer.linearize(x, late);
    assertThat(DeterministicEdge.of(recurrence))
        .isCloseTo(38 / rate, Percentage.withPercentage(1e-8));
    INDArray image = x.ulike();
    recurrence.preconditioner().apply(Nd4j.createFromArray(1.0, 1.0), image);
    assertThat(image.getDouble(0)).isCloseTo(1 / (2 + 1e-8), within(1e-15));
    assertThat(image.getDouble(1)).isCloseTo(1 / (0.5 + 1e-8), within(1e-15));
  }

  /** After t steps the rate carries √(1−β₂ᵗ⁺¹)/(1−β₁ᵗ⁺¹), which the next step uses. */
  @Test
  void edgeEarlyOnIsThatOfTheCorrectedRate() {
    double rate = 1e-3;
    Optimizer optimizer =
        new AdamFactory()
            .create(new AdamOptions(rate, 0.9, 0.999, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT));
    INDArray x = Nd4j.createFromArray(1.0);
    State early =
        State.empty().with("moments", Nd4j.ones(DataType.DOUBLE, 1, 2)).with("iteration", 9);
    double corrected = rate * Math.sqrt(1 - Math.pow(0.999, 10)) / (1 - Math.pow(0.9, 10));
    assertThat(DeterministicEdge.of((Recurrence) optimizer.linearize(x, early)))
        .isCloseTo(38 / corrected, Percentage.withPercentage(1e-8));
  }

  @Test
  void samplingFollowsTheOptions() {
    assertThat(adam().sampling()).isEqualTo(Sampling.fullBatch());
    assertThat(
            new AdamFactory()
                .create(new AdamOptions(0.1, 0.9, 0.99, 1e-8, 5, BatchLaw.RESHUFFLE))
                .sampling())
        .isEqualTo(Sampling.reshuffled(5));
  }

  private static Optimizer adam() {
    return new AdamFactory().create(OPTIONS);
  }
}
