package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.lab.problem.Shifted;
import org.escapement.lab.statistics.MeanOverRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class EscapeTrialTest {
  private static final double CURVATURE = 2;
  private static final EscapePlan PLAN = EscapePlan.of(1e-5, 7, 500, 0.1);

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
    EscapePlan enough = EscapePlan.of(1e-5, 3, needed, 0.1);
    EscapePlan tooFew = EscapePlan.of(1e-5, 3, needed - 1, 0.1);
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

  /** The loss does at 1e200, the point at the largest rate. */
  @ParameterizedTest
  @ValueSource(doubles = {1e200, Double.MAX_VALUE})
  void growthOfRunsThatOverflowAtOnceIsNotLeftOut(double rate) {
    EscapePlan plan = EscapePlan.of(10, 3, 5, 1000);
    MeanOverRuns growth = trial(plan, Map.of()).run(Descent.full(rate)).growth().orElseThrow();
    assertThat(growth.runs()).isEqualTo(3);
    assertThat(growth.value()).isCloseTo(Math.log(100), within(1e-9));
  }

  @Test
  void largestLossOfARunThatOverflowsIsInfinite() {
    assertThat(EscapeTrial.largest(List.of())).isEmpty();
    assertThat(EscapeTrial.largest(List.of(record(1), record(3), record(2)))).hasValue(3);
    assertThat(EscapeTrial.largest(List.of(record(1), record(Double.NaN))))
        .hasValue(Double.POSITIVE_INFINITY);
  }

  private static EscapeRecord record(double loss) {
    OptionalDouble none = OptionalDouble.empty();
    return new EscapeRecord(0, 0, loss, 0, none, none, none, none, 0);
  }

  @Test
  void runThatStaysEndsAtItsMinimum() {
    EscapeReport report = trial(PLAN, Map.of("origin", origin)).run(Descent.full(0.5));
    assertThat(report.endedAt()).isEqualTo(Map.of("origin", 7));
  }

  /** L of a run that shrinks by |1 − ηa| = 0.8 a step falls by 0.64, and so does every record. */
  @Test
  void recordsFollowTheRun() {
    List<EscapeRecord> records = new ArrayList<>();
    EscapePlan plan = new EscapePlan(1e-2, Direction.TOP_MODE, 2, 25, 0.1, 10, true);
    INDArray mode = Nd4j.createFromArray(-1.0);
    EscapeReport report =
        new EscapeTrial(setting(mode, Map.of()), plan, records::addAll, () -> {})
            .run(Descent.full(0.1));
    assertThat(records).extracting(EscapeRecord::trial).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(records)
        .extracting(EscapeRecord::iteration)
        .containsExactly(0L, 10L, 20L, 0L, 10L, 20L);
    for (EscapeRecord record : records) {
      double x = 1e-2 * Math.pow(0.8, record.iteration());
      assertThat(record.distance()).isCloseTo(x, within(1e-12));
      assertThat(record.loss()).isCloseTo(x * x, within(1e-15));
      assertThat(record.sharpness()).hasValue(CURVATURE);
      assertThat(record.sharpnessProducts()).isBetween(1, 5);
      assertThat(record.trainAccuracy()).isEmpty();
    }
    assertThat(report.peak()).hasValue(new EscapeReport.Peak(1e-4, 1e-4));
    assertThat(report.growth().orElseThrow().value()).isCloseTo(Math.log(0.64), within(1e-12));
    assertThat(report.start().orElseThrow().leastDoubling()).isCloseTo(4, within(1e-12));
  }

  /** Far from the origin a run is at its minimum to rounding after some thirty steps. */
  @Test
  void growthIsMeasuredAboveTheRoundingOfParameters() {
    INDArray one = Nd4j.createFromArray(1.0);
    EscapeSetting setting =
        new EscapeSetting(
            new Shifted(Quadratic.scalar(CURVATURE), one),
            null,
            one,
            null,
            Map.of(),
            RandomStreams.of(1));
    EscapeReport report =
        new EscapeTrial(setting, EscapePlan.of(1e-5, 3, 200, 0.1), any -> {}, () -> {})
            .run(Descent.full(0.7));
    assertThat(report.growth().orElseThrow().value()).isCloseTo(2 * Math.log(0.4), within(1e-4));
    assertThat(report.sunk()).isZero();
  }

  /** With records a run goes on after its escape, to show what follows. */
  @Test
  void recordedRunsGoOn() {
    List<EscapeRecord> records = new ArrayList<>();
    EscapePlan plan = new EscapePlan(1e-2, Direction.RANDOM, 1, 20, 0.1, 1, false);
    EscapeReport report =
        new EscapeTrial(setting(null, Map.of()), plan, records::addAll, () -> {})
            .run(Descent.full(1.5));
    assertThat(report.medianSteps()).hasValue(4); // 2^t > 10
    assertThat(records).hasSize(21);
    assertThat(records.get(20).distance()).isCloseTo(1e-2 * Math.pow(2, 20), within(1e-6));
    assertThat(records).allSatisfy(record -> assertThat(record.sharpness()).isEmpty());
  }

  /** The largest entry of the leading eigenvector counts as positive, whatever its sign was. */
  @ParameterizedTest
  @ValueSource(doubles = {1, -1})
  void alongTheLeadingModeAndAgainstIt(double sign) {
    INDArray mode = Nd4j.createFromArray(sign);
    Map<String, INDArray> ends =
        Map.of("right", Nd4j.createFromArray(1.0), "left", Nd4j.createFromArray(-1.0));
    EscapePlan along = new EscapePlan(1, Direction.TOP_MODE, 5, 1, 0.5, 0, false);
    EscapePlan both = new EscapePlan(1, Direction.BOTH_TOP_MODES, 5, 1, 0.5, 0, false);
    Descent still = Descent.full(1e-9);
    EscapeSetting setting = setting(mode, ends);
    assertThat(new EscapeTrial(setting, along, any -> {}, () -> {}).run(still).endedAt())
        .isEqualTo(Map.of("right", 5));
    assertThat(new EscapeTrial(setting, both, any -> {}, () -> {}).run(still).endedAt())
        .isEqualTo(Map.of("right", 3, "left", 2));
  }

  @Test
  void aSwitchOfOptimizerStartsAtTheMinimumItself() {
    EscapePlan plan = EscapePlan.of(0, 2, 10, 0.1);
    EscapeReport report = trial(plan, Map.of("origin", origin)).run(Descent.full(4));
    assertThat(report.escaped()).isZero();
    assertThat(report.endedAt()).isEqualTo(Map.of("origin", 2));
    assertThat(report.start()).isEmpty();
    assertThat(report.growth()).isEmpty();
  }

  @Test
  void runsDoNotDependOnOneAnother() {
    Descent descent = Descent.full(1.5);
    List<EscapeRecord> few = new ArrayList<>();
    List<EscapeRecord> many = new ArrayList<>();
    EscapePlan two = new EscapePlan(1e-2, Direction.RANDOM, 2, 20, 0.1, 1, true);
    EscapePlan five = new EscapePlan(1e-2, Direction.RANDOM, 5, 20, 0.1, 1, true);
    new EscapeTrial(setting(null, Map.of()), two, few::addAll, () -> {}).run(descent);
    new EscapeTrial(setting(null, Map.of()), five, many::addAll, () -> {}).run(descent);
    assertThat(many.subList(0, few.size())).isEqualTo(few);
  }

  private EscapeSetting setting(INDArray mode, Map<String, INDArray> minima) {
    return new EscapeSetting(
        Quadratic.scalar(CURVATURE), null, origin, mode, minima, RandomStreams.of(1));
  }

  private EscapeTrial trial(EscapePlan plan, Map<String, INDArray> minima) {
    return new EscapeTrial(
        setting(null, minima),
        plan,
        records -> assertThat(records).isEmpty(),
        trialsSeen::incrementAndGet);
  }
}
