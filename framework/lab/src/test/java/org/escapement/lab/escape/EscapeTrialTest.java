package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EscapeTrialTest {
  private static final double CURVATURE = 2;
  private static final EscapePlan PLAN = new EscapePlan(1e-5, 7, 500, 0.1);

  private final INDArray origin = Nd4j.zeros(DataType.DOUBLE, 1);
  private final AtomicInteger trialsSeen = new AtomicInteger();

  /** |x| grows by r = |1 − ηa| a step, so it passes δ at the first t with ε rᵗ > δ. */
  @ParameterizedTest
  @ValueSource(doubles = {1.01, 1.1, 1.5, 4})
  void descentAboveTheEdgeEscapesAfterTheStepsOfTheClosedForm(double rate) {
    EscapeReport report = trial(PLAN, Map.of()).run(Descent.full(rate));
    double growth = Math.abs(1 - rate * CURVATURE);
    double steps = Math.floor(Math.log(0.1 / 1e-5) / Math.log(growth)) + 1;
    assertThat(report.escaped()).isEqualTo(7);
    assertThat(report.trials()).isEqualTo(7);
    assertThat(report.diverged()).isZero();
    assertThat(report.medianSteps()).hasValue(steps);
    assertThat(trialsSeen).hasValue(7);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.99, 1.0})
  void descentAtOrBelowTheEdgeNeverEscapes(double rate) {
    EscapeReport report = trial(PLAN, Map.of()).run(Descent.full(rate));
    assertThat(report.escaped()).isZero();
    assertThat(report.medianSteps()).isEmpty();
  }

  @Test
  void escapeAfterTheLastIterationDoesNotCount() {
    double steps = Math.floor(Math.log(1e4) / Math.log(2)) + 1; // rate 1.5
    long needed = (long) steps;
    EscapePlan enough = new EscapePlan(1e-5, 3, needed, 0.1);
    EscapePlan tooFew = new EscapePlan(1e-5, 3, needed - 1, 0.1);
    assertThat(trial(enough, Map.of()).run(Descent.full(1.5)).escaped()).isEqualTo(3);
    assertThat(trial(tooFew, Map.of()).run(Descent.full(1.5)).escaped()).isZero();
  }

  /** With known minima a run goes on after escape to see where it ends; here it overflows. */
  @Test
  void runThatOverflowsHasEscapedAndDiverged() {
    EscapeReport report = trial(PLAN, Map.of("origin", origin)).run(Descent.full(4));
    assertThat(report.escaped()).isEqualTo(7);
    assertThat(report.diverged()).isEqualTo(7);
    assertThat(report.endedAt()).isEqualTo(Map.of("elsewhere", 7));
    assertThat(report.medianSteps())
        .as("escape is when it left, not when it overflowed")
        .hasValue(Math.floor(Math.log(1e4) / Math.log(7)) + 1);
  }

  @Test
  void runThatStaysEndsAtItsMinimum() {
    EscapeReport report = trial(PLAN, Map.of("origin", origin)).run(Descent.full(0.5));
    assertThat(report.endedAt()).isEqualTo(Map.of("origin", 7));
  }

  private EscapeTrial trial(EscapePlan plan, Map<String, INDArray> minima) {
    return new EscapeTrial(
        Quadratic.scalar(CURVATURE),
        origin,
        minima,
        plan,
        RandomStreams.of(1),
        trialsSeen::incrementAndGet);
  }
}
