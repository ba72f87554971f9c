package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.DefaultOptions;
import org.escapement.testkit.Snapshot;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.RmsPropUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

class RmsPropOptimizerTest {
  private static final int STEPS = 60;
  private static final double RATE = 0.03;
  private static final double DECAY = 0.9;

  /** Sixty roundings in double, amplified by at most the few steps that v remembers. */
  private static final double TEXTBOOK_TOLERANCE = 1e-12;

  private final QuadraticObjective objective = QuadraticObjective.random(11, 4, 3, DataType.DOUBLE);
  private final Batch all = Batch.all(4);

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void trajectoryIsThatOfTheLibrarysUpdater(DataType type) {
    QuadraticObjective typed = QuadraticObjective.random(11, 4, 3, type);
    Optimizer optimizer = rmsProp(1e-6);
    INDArray expected = typed.minimum().addi(1);
    StepResult actual = new StepResult(expected.dup(), optimizer.init(expected));
    INDArray memory = Nd4j.create(type, 1, 3);
    RmsPropUpdater updater =
        (RmsPropUpdater) new RmsProp(RATE, DECAY, 1e-6).instantiate(memory, true);
    for (int step = 0; step < STEPS; step++) {
      INDArray gradient = expected.ulike();
      typed.gradient(expected, all, gradient);
      updater.applyUpdater(gradient.reshape('c', 1, 3), step, 0);
      expected = expected.sub(gradient);
      actual = optimizer.step(actual.point(), actual.state(), typed.on(all));
      assertThat(Snapshot.of(actual.point())).as("step %d", step).isEqualTo(Snapshot.of(expected));
    }
    assertThat(actual.state().tensor("squares").toDoubleVector())
        .containsExactly(memory.toDoubleVector());
  }

  /** An ε of 0.1 tells whether it stands inside the root, outside or in both places. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.1})
  void trajectoryIsTheTextbookFormula(double epsilon) {
    Optimizer optimizer = rmsProp(epsilon);
    double[] x = objective.minimum().addi(1).toDoubleVector();
    double[] v = new double[x.length];
    Arrays.fill(v, epsilon);
    INDArray point = Nd4j.createFromArray(x.clone());
    State state = optimizer.init(point);
    for (int t = 1; t <= STEPS; t++) {
      INDArray gradient = point.ulike();
      objective.gradient(Nd4j.createFromArray(x.clone()), all, gradient);
      for (int j = 0; j < x.length; j++) {
        double g = gradient.getDouble(j);
        v[j] = DECAY * v[j] + (1 - DECAY) * g * g;
        x[j] -= RATE * g / (Math.sqrt(v[j]) + epsilon);
      }
      StepResult result = optimizer.step(point, state, objective.on(all));
      point = result.point();
      state = result.state();
      for (int j = 0; j < x.length; j++) {
        assertThat(point.getDouble(j)).as("step %d", t).isCloseTo(x[j], within(TEXTBOOK_TOLERANCE));
      }
    }
  }

  @Test
  void edgeIsThatOfPreconditionedDescent() {
    State state = State.empty().with("squares", Nd4j.createFromArray(4.0, 0.25));
    INDArray x = Nd4j.createFromArray(1.0, 2.0);
    Recurrence recurrence = (Recurrence) rmsProp(1e-6).linearize(x, state);
    assertThat(DeterministicEdge.of(recurrence))
        .isCloseTo(2 / RATE, Percentage.withPercentage(1e-8));
    INDArray entries = recurrence.preconditioner().diagonal().orElseThrow();
    assertThat(entries.getDouble(0)).isCloseTo(1 / (2 + 1e-6), within(1e-15));
    assertThat(entries.getDouble(1)).isCloseTo(1 / (0.5 + 1e-6), within(1e-15));
    assertThat(recurrence.preconditioner().atRest())
        .contains(new AtRest(1 / Math.sqrt(DECAY), 1 / 1e-6));
  }

  /**
   * One variable of curvature h: resting with v far above its gradients' squares, the method leaves
   * when ηh/√v has reached 2, after 2 ln(2√v/ηh)/ln(1/β) steps.
   */
  @Test
  void restingLongEnoughItLeavesWhenItsPreconditionerReachesTheEdge() {
    Optimizer optimizer = rmsProp(1e-12);
    QuadraticObjective quadratic = QuadraticObjective.scalar(1);
    INDArray x = Nd4j.createFromArray(1e-9);
    State state = State.empty().with("squares", Nd4j.createFromArray(1.0));
    Recurrence recurrence = (Recurrence) optimizer.linearize(x, state);
    double present = recurrence.preconditioner().diagonal().orElseThrow().getDouble(0);
    double growth = recurrence.preconditioner().atRest().orElseThrow().growth();
    double predicted = Math.log(DeterministicEdge.of(recurrence) / present) / Math.log(growth);
    StepResult run = new StepResult(x, state);
    int steps = 0;
    double size = Double.MAX_VALUE;
    double next = Math.abs(x.getDouble(0));
    while (next < size || next == 0) {
      size = next;
      run = optimizer.step(run.point(), run.state(), quadratic.on(Batch.all(1)));
      next = Math.abs(run.point().getDouble(0));
      steps++;
    }
    assertThat((double) steps).isCloseTo(predicted, within(1.0));
  }

  @Test
  void defaultsAreThoseOfTheLibrary() {
    RmsPropOptions defaults = DefaultOptions.of(RmsPropOptions.class, options(1));
    RmsProp library = new RmsProp();
    assertThat(defaults.learningRate()).isEqualTo(library.getLearningRate());
    assertThat(defaults.decay()).isEqualTo(library.getRmsDecay());
    assertThat(defaults.epsilon()).isEqualTo(library.getEpsilon());
  }

  @Test
  void samplingFollowsTheOptions() {
    assertThat(rmsProp(1e-8).sampling()).isEqualTo(Sampling.fullBatch());
    assertThat(
            new RmsPropFactory()
                .create(new RmsPropOptions(0.1, 0.9, 1e-8, 5, BatchLaw.RESHUFFLE))
                .sampling())
        .isEqualTo(Sampling.reshuffled(5));
  }

  private static Optimizer rmsProp(double epsilon) {
    return new RmsPropFactory().create(options(epsilon));
  }

  private static RmsPropOptions options(double epsilon) {
    return new RmsPropOptions(RATE, DECAY, epsilon, null, BatchLaw.WITHOUT_REPLACEMENT);
  }
}
