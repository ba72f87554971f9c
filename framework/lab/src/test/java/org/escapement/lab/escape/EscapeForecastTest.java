package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.escape.EscapeForecast.Outcome;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.Passage;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.lab.stability.Analyses;
import org.escapement.lab.stability.AnalysisPlan;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.stability.WithJacobian;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Forecasts of two curvatures, 0.2 and 3.8, against closed forms and trials")
class EscapeForecastTest {
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-10, 100);
  private static final double START = 1e-5;
  private static final double DISTANCE = 0.5;

  private final INDArray origin = Nd4j.zeros(DataType.DOUBLE, 1);
  private final Objective problem =
      new WithJacobian(
          Quadratic.scalar(0.2, 3.8), new double[][] {{Math.sqrt(0.2)}, {Math.sqrt(3.8)}});

  private StabilityReport analyse(Optimizer optimizer) {
    return analyse(optimizer, List.of());
  }

  private StabilityReport analyse(Optimizer optimizer, List<Integer> batchSizes) {
    return Analyses.of(
        problem,
        origin,
        new AnalysisPlan(TOLERANCE, batchSizes, false, 2, 1, 50_000),
        optimizer,
        OptionalDouble.empty());
  }

  private EscapeForecast forecast(Optimizer optimizer, Direction direction) {
    return EscapeForecast.of(analyse(optimizer), START, direction, 1, DISTANCE);
  }

  private EscapeReport trials(Optimizer optimizer, int trials, long horizon) {
    EscapeSetting setting =
        new EscapeSetting(problem, null, origin, null, Map.of(), RandomStreams.of(1));
    return new EscapeTrial(
            setting, EscapePlan.of(START, trials, horizon, DISTANCE), records -> {}, () -> {})
        .run(optimizer);
  }

  /** λ = ½(ln 0.86 + ln 1.66), σ² = ¼(ln 1.66 − ln 0.86)², ρ = ½(0.86² + 1.66²). */
  @Test
  void singleExamplesAboveThreshold() {
    EscapeForecast forecast = forecast(Descent.batches(0.7, 1), Direction.RANDOM);
    double drift = (Math.log(0.86) + Math.log(1.66)) / 2;
    double variance = Math.pow((Math.log(1.66) - Math.log(0.86)) / 2, 2);
    double height = Math.log(DISTANCE / START);
    double error = forecast.exponent().orElseThrow().standardError();
    assertThat(forecast.outcome()).isEqualTo(Outcome.ESCAPES);
    assertThat(forecast.growthRate().orElseThrow()).isCloseTo(1.7476, within(1e-5));
    assertThat(forecast.exponent().orElseThrow().value()).isCloseTo(drift, within(3 * error));
    double mean = height / drift;
    double asymptotic = forecast.time().orElseThrow().meanSteps();
    assertThat(asymptotic).isCloseTo(mean, within(3 * mean * error / drift));
    double spread = Math.sqrt(height * variance / Math.pow(drift, 3));
    assertThat(forecast.time().orElseThrow().standardDeviation())
        .isCloseTo(spread, within(0.25 * spread)); // σ² is from blocks
    long horizon = forecast.horizon().orElseThrow();
    assertThat((double) horizon).isCloseTo(mean + 3 * spread, within(0.15 * mean));
    assertThat(forecast.escapedFraction(horizon).orElseThrow()).isBetween(0.985, 0.999);
    assertThat(forecast.basis()).contains("all 1 modes");
    assertThat(forecast.passage()).hasValue(new Passage(START, true, 1, DISTANCE, asymptotic));

    EscapeReport seen = trials(Descent.batches(0.7, 1), 300, horizon);
    assertThat(seen.probability().contains(forecast.escapedFraction(horizon).orElseThrow()))
        .isTrue();
    assertThat(seen.claim()).isEqualTo(EscapeReport.Claim.ESCAPES);
    assertThat(seen.growth().orElseThrow().value())
        .isCloseTo(2 * drift, within(3 * seen.growth().orElseThrow().standardError()));
    assertThat(seen.start().orElseThrow().holds()).isTrue();
  }

  /** Where runs were simulated, all that is said about times is what they showed. */
  @Test
  void simulatedTimesTakeThePlaceOfAsymptoticOnes() {
    EscapeForecast asymptotic = forecast(Descent.batches(0.7, 1), Direction.RANDOM);
    Optional<PassageTimes> simulated;
    try (ReducedCurvature curvature =
        ReducedCurvature.ofRows(
            Nd4j.createFromArray(new double[][] {{Math.sqrt(0.2)}, {Math.sqrt(3.8)}}), 2, 1)) {
      simulated =
          PassageTimes.simulated(
              curvature,
              Recurrence.gradientDescent(0.7),
              Sampling.withoutReplacement(1),
              asymptotic.passage().orElseThrow(),
              RandomStreams.of(3).stream("passages"));
    }
    PassageTimes times = simulated.orElseThrow();
    EscapeForecast forecast = asymptotic.with(simulated);
    assertThat(forecast.outcome()).isEqualTo(Outcome.ESCAPES);
    assertThat(forecast.time().orElseThrow().meanSteps()).isEqualTo(times.mean());
    assertThat(forecast.time().orElseThrow().standardDeviation())
        .isEqualTo(times.standardDeviation());
    assertThat(forecast.escapedFraction(60)).hasValue(times.within(60));
    assertThat(forecast.horizon())
        .hasValue((long) Math.ceil(times.mean() + 3 * times.standardDeviation()));
    assertThat(forecast.basis()).contains("1000 simulated runs").doesNotContain("long climbs");
    assertThat(asymptotic.basis()).contains("times by the formulas for long climbs");
    assertThat(asymptotic.with(Optional.empty())).isEqualTo(asymptotic);
  }

  /** Neither the growth of one direction without noise nor what stays. */
  @Test
  void onlyRunsOnMiniBatchesThatEscapeAreSimulated() {
    assertThat(forecast(Descent.full(1.2), Direction.RANDOM).passage()).isEmpty();
    assertThat(forecast(Descent.batches(0.5, 1), Direction.RANDOM).passage()).isEmpty();
    assertThat(forecast(Descent.batches(0.554, 1), Direction.RANDOM).passage()).isEmpty();
    assertThat(
            EscapeForecast.of(
                    analyse(Descent.batches(0.7, 1)), DISTANCE, Direction.RANDOM, 100, DISTANCE)
                .passage())
        .isEmpty();
    assertThat(
            forecast(Descent.batches(0.7, 1), Direction.BOTH_TOP_MODES)
                .passage()
                .orElseThrow()
                .random())
        .isFalse();
  }

  /** At 0.555 λ is below zero and ρ above 1: between 0.5525 and 0.5595. */
  @Test
  void singleExamplesBetweenTheThresholds() {
    EscapeForecast forecast = forecast(Descent.batches(0.554, 1), Direction.RANDOM);
    assertThat(forecast.growthRate().orElseThrow()).isGreaterThan(1);
    assertThat(forecast.exponent().orElseThrow().value()).isNegative();
    assertThat(forecast.outcome()).isEqualTo(Outcome.MOSTLY_STAYS);
    assertThat(forecast.time()).isEmpty();
    assertThat(forecast.horizon()).isEmpty();
    double soon = forecast.escapedFraction(100).orElseThrow();
    double late = forecast.escapedFraction(1_000_000).orElseThrow();
    assertThat(soon).isBetween(0.0, late);
    assertThat(late).isLessThan(0.5);
  }

  @Test
  void belowThresholdItStays() {
    EscapeForecast forecast = forecast(Descent.batches(0.5, 1), Direction.RANDOM);
    assertThat(forecast.outcome()).isEqualTo(Outcome.STAYS);
    assertThat(forecast.escapedFraction(1000)).hasValue(0);
    assertThat(trials(Descent.batches(0.5, 1), 20, 300).claim())
        .isEqualTo(EscapeReport.Claim.STAYS);
  }

  /** |1 − 2η| = 1.4 at η = 1.2. */
  @Test
  void fullBatchAboveTheEdgeArrivesOnTime() {
    EscapeForecast forecast = forecast(Descent.full(1.2), Direction.TOP_MODE);
    assertThat(forecast.exponent().orElseThrow().value()).isCloseTo(Math.log(1.4), within(1e-9));
    assertThat(forecast.growthRate().orElseThrow()).isCloseTo(1.96, within(1e-9));
    long steps = (long) Math.ceil(Math.log(DISTANCE / START) / Math.log(1.4));
    assertThat(forecast.horizon()).hasValue(steps);
    assertThat(forecast.escapedFraction(steps)).hasValue(1);
    assertThat(forecast.escapedFraction(steps - 1)).hasValue(0);
    assertThat(trials(Descent.full(1.2), 3, steps).escaped()).isEqualTo(3);
    assertThat(trials(Descent.full(1.2), 3, steps - 1).escaped()).isZero();
  }

  /** Of a random displacement in 100 dimensions one mode gets less than a tenth, by chance. */
  @Test
  void ofARandomDisplacementTheModesGetTheirShare() {
    StabilityReport report = analyse(Descent.full(1.2));
    EscapeForecast random = EscapeForecast.of(report, START, Direction.RANDOM, 100, DISTANCE);
    assertThat(random.start())
        .isCloseTo(START * Math.exp(new RandomProjection(1, 100).meanLogarithm()), within(1e-18));
    double growth = Math.log(1.4);
    assertThat(random.time().orElseThrow().standardDeviation())
        .isCloseTo(Math.sqrt(new RandomProjection(1, 100).variance()) / growth, within(1e-6));
    // 39 steps bring the root mean square there, 38 leave a factor 1.4: 2 − 2Φ(1), 2 − 2Φ(1.4)
    assertThat(random.escapedFraction(39).orElseThrow()).isCloseTo(0.3173, within(0.005));
    assertThat(random.escapedFraction(38).orElseThrow()).isCloseTo(0.1615, within(0.005));
    assertThat(random.escapedFraction(random.horizon().orElseThrow()).orElseThrow())
        .isBetween(0.97, 1.0);
    assertThat(EscapeForecast.of(report, START, Direction.TOP_MODE, 100, DISTANCE).start())
        .isEqualTo(START);
  }

  /** Batch sizes to tabulate leave a full-batch method's growth that of one direction. */
  @Test
  void tabulatedBatchSizesDoNotChangeAFullBatchForecast() {
    StabilityReport plain = analyse(Descent.full(1.2));
    StabilityReport tabulated = analyse(Descent.full(1.2), List.of(1));
    assertThat(tabulated.noise()).isPresent();
    assertThat(EscapeForecast.of(tabulated, START, Direction.RANDOM, 100, DISTANCE).projection())
        .hasValue(new RandomProjection(1, 100));
    assertThat(EscapeForecast.of(tabulated, START, Direction.RANDOM, 100, DISTANCE).start())
        .isEqualTo(EscapeForecast.of(plain, START, Direction.RANDOM, 100, DISTANCE).start());
  }

  @Test
  void signOfTheExponentCountsBeyondThreeErrors() {
    OptionalDouble grows = OptionalDouble.of(1.1);
    assertThat(EscapeForecast.outcome(exponent(0.31), grows)).isEqualTo(Outcome.ESCAPES);
    assertThat(EscapeForecast.outcome(exponent(0.29), grows)).isEqualTo(Outcome.NONE);
    assertThat(EscapeForecast.outcome(exponent(-0.29), grows)).isEqualTo(Outcome.NONE);
    assertThat(EscapeForecast.outcome(exponent(-0.31), grows)).isEqualTo(Outcome.MOSTLY_STAYS);
    assertThat(EscapeForecast.outcome(exponent(-0.31), OptionalDouble.empty()))
        .isEqualTo(Outcome.MOSTLY_STAYS);
    assertThat(EscapeForecast.outcome(exponent(-0.31), OptionalDouble.of(0.9)))
        .isEqualTo(Outcome.STAYS);
  }

  private static AlmostSureExponent exponent(double value) {
    return new AlmostSureExponent(value, 0.1, 1, 100, AlmostSureExponent.Status.CONVERGED);
  }

  @Test
  void startBeyondTheDistanceIsNotSaidToStay() {
    StabilityReport report = analyse(Descent.full(0.1));
    assertThat(EscapeForecast.of(report, 0.1, Direction.TOP_MODE, 1, DISTANCE).outcome())
        .isEqualTo(Outcome.STAYS);
    assertThat(EscapeForecast.of(report, 1, Direction.TOP_MODE, 1, DISTANCE).outcome())
        .isEqualTo(Outcome.NONE);
  }

  @Test
  void withoutDisplacementFromAnExactMinimumNothingClimbs() {
    StabilityReport report = analyse(Descent.batches(0.7, 1));
    EscapeForecast forecast = EscapeForecast.of(report, 0, Direction.RANDOM, 1, DISTANCE);
    assertThat(forecast.outcome()).isEqualTo(Outcome.NONE);
    assertThat(forecast.escapedFraction(100)).isEmpty();
    assertThat(forecast.basis()).contains("not between 0 and the distance of escape");
  }
}
