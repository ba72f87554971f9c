package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.meansquare.SimulatedMethod.Kind;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.optimizer.Sampling;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Simulated runs on both sides of the threshold grow as predicted, within three standard errors: a
 * single run's loss by 2λ a step, the mean over runs of ‖z‖² by ρ.
 */
class SimulationTest {
  private static final double ERRORS = 3;
  private static final long SEED = 20181203;

  // for λ
  private static final int SINGLE_RUNS = 64;
  private static final int BURN_IN = 1000;
  private static final int STEPS = 20_000;

  // for ρ: so few steps that the fourth moments, which grow faster, leave the mean measurable
  private static final int MEAN_RUNS = 400_000;
  private static final int MEAN_STEPS = 8;

  static Stream<Arguments> settings() {
    return Stream.of(
            new SimulatedMethod(Kind.PLAIN, Sampling.withoutReplacement(1)),
            new SimulatedMethod(Kind.PLAIN, Sampling.withoutReplacement(2)),
            new SimulatedMethod(Kind.PLAIN, Sampling.withReplacement(2)),
            new SimulatedMethod(Kind.HEAVY_BALL, Sampling.withoutReplacement(1)),
            new SimulatedMethod(Kind.PRECONDITIONED_AVERAGE, Sampling.withReplacement(2)))
        .flatMap(
            method ->
                Stream.of(0.7, 0.95, 1.05, 1.2, 1.5).map(share -> Arguments.of(method, share)));
  }

  private static double threshold(SimulatedMethod method) {
    try (ReducedCurvature curvature = method.minimum().reduced();
        MeanSquareStability stability =
            new MeanSquareStability(curvature, Tolerance.relative(1e-10, 3000))) {
      return stability
          .criticalLearningRate(method.recurrence(0.1), method.varianceFactor())
          .keptModes()
          .value();
    }
  }

  private static double growthRate(SimulatedMethod method, double rate) {
    try (ReducedCurvature curvature = method.minimum().reduced();
        MeanSquareStability stability =
            new MeanSquareStability(curvature, Tolerance.relative(1e-10, 3000))) {
      return stability
          .growthRate(method.recurrence(rate), method.varianceFactor())
          .keptModes()
          .value();
    }
  }

  @ParameterizedTest(name = "{0} at {1} of the threshold")
  @MethodSource("settings")
  void aSingleRunGrowsByTheAlmostSureExponent(
      SimulatedMethod method, double share, TestReporter reporter) {
    double rate = share * threshold(method);
    AlmostSureExponent predicted = exponent(method, rate);
    double sum = 0;
    double squares = 0;
    for (int run = 0; run < SINGLE_RUNS; run++) {
      double slope = slope(method, rate, SEED + run);
      sum += slope;
      squares += slope * slope;
    }
    double mean = sum / SINGLE_RUNS;
    double error = Math.sqrt((squares / SINGLE_RUNS - mean * mean) / (SINGLE_RUNS - 1.0));
    double allowed = ERRORS * Math.hypot(error, 2 * predicted.standardError());
    String figures =
        "seeds from %d: slope %.5f ± %.5f, predicted %.5f ± %.5f"
            .formatted(SEED, mean, error, 2 * predicted.value(), 2 * predicted.standardError());
    reporter.publishEntry(method + " at " + share, figures);
    assertThat(mean).as(figures).isCloseTo(2 * predicted.value(), within(allowed));
  }

  private static AlmostSureExponent exponent(SimulatedMethod method, double rate) {
    Minimum minimum = method.minimum();
    try (ReducedCurvature curvature = minimum.reduced()) {
      return AlmostSureExponent.of(
          curvature,
          method.recurrence(rate),
          BatchStream.of(
              method.sampling(), minimum.examples(), RandomStreams.of(SEED).stream("batches")),
          new AveragingPlan(5e-4, BURN_IN, 1_000_000, 60),
          RandomStreams.of(SEED).stream("start"));
    }
  }

  /** What ln L grows by in a step of one run. */
  private static double slope(SimulatedMethod method, double rate, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedMethod.Run run = method.at(rate);
    double[] state = new double[method.stateLength()];
    for (int i = 0; i < state.length; i++) {
      state[i] = random.nextGaussian();
    }
    double scale = 0; // ln of what the state was divided by
    double start = 0;
    for (int step = 0; step < BURN_IN + STEPS; step++) {
      if (step == BURN_IN) {
        start = Math.log(run.loss(state)) + 2 * scale;
      }
      run.step(state, random);
      double length = Math.sqrt(squaredLength(state));
      scale += Math.log(length);
      for (int i = 0; i < state.length; i++) {
        state[i] /= length;
      }
    }
    return (Math.log(run.loss(state)) + 2 * scale - start) / STEPS;
  }

  private static double squaredLength(double[] state) {
    double sum = 0;
    for (double entry : state) {
      sum += entry * entry;
    }
    return sum;
  }

  /**
   * Starts are drawn so that E zzᵀ is the matrix that a step only stretches, found by enumerating
   * the batches; then E‖z_t‖² is ρᵗ exactly.
   */
  @ParameterizedTest(name = "{0} at {1} of the threshold")
  @MethodSource("settings")
  void theMeanOfManyRunsGrowsByTheSpectralRadius(
      SimulatedMethod method, double share, TestReporter reporter) {
    double rate = share * threshold(method);
    double predicted = growthRate(method, rate);
    assertThat(predicted < 1).isEqualTo(share < 1);
    Stretched stretched = Stretched.of(method, rate);
    assertThat(stretched.factor()).isCloseTo(predicted, within(1e-8 * predicted));

    SplittableRandom random = new SplittableRandom(SEED);
    SimulatedMethod.Run run = method.at(rate);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < MEAN_RUNS; i++) {
      double[] state = stretched.starts()[random.nextInt(stretched.starts().length)].clone();
      for (int step = 0; step < MEAN_STEPS; step++) {
        run.step(state, random);
      }
      double square = squaredLength(state);
      sum += square;
      squares += square * square;
    }
    double mean = sum / MEAN_RUNS;
    double error = Math.sqrt((squares / MEAN_RUNS - mean * mean) / (MEAN_RUNS - 1.0));
    double expected = Math.pow(predicted, MEAN_STEPS);
    String figures =
        "seed %d: mean %.5f ± %.5f, predicted %.5f; ln ρ %.5f, predicted %.5f"
            .formatted(
                SEED, mean, error, expected, Math.log(mean) / MEAN_STEPS, Math.log(predicted));
    reporter.publishEntry(method + " at " + share, figures);
    assertThat(mean).as(figures).isCloseTo(expected, within(ERRORS * error));
  }

  /**
   * A second moment S of trace 1 with E_ξ M_ξSM_ξᵀ = ρS.
   *
   * @param factor ρ
   * @param starts vectors, equally likely, whose second moment is S
   */
  private record Stretched(double factor, double[][] starts) {
    private static final int ITERATIONS = 20_000;

    static Stretched of(SimulatedMethod method, double rate) {
      int length = method.stateLength();
      SimulatedMethod.Run run = method.at(rate);
      var batches = method.batches();
      RealMatrix[] steps = new RealMatrix[batches.size()];
      for (int batch = 0; batch < steps.length; batch++) {
        steps[batch] = new Array2DRowRealMatrix(length, length);
        for (int j = 0; j < length; j++) {
          double[] unit = new double[length];
          unit[j] = 1;
          run.step(unit, batches.get(batch));
          steps[batch].setColumn(j, unit);
        }
      }
      RealMatrix moment = MatrixUtils.createRealIdentityMatrix(length);
      double factor = 1;
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        RealMatrix next = new Array2DRowRealMatrix(length, length);
        for (RealMatrix step : steps) {
          next = next.add(step.multiply(moment).multiplyTransposed(step));
        }
        factor = next.getTrace() / steps.length;
        moment = next.scalarMultiply(1 / next.getTrace());
      }
      var pairs = new EigenDecompositionSymmetric(moment);
      double[][] starts = new double[length][];
      for (int j = 0; j < length; j++) {
        double share = Math.max(0, pairs.getEigenvalue(j));
        starts[j] = pairs.getEigenvector(j).mapMultiply(Math.sqrt(length * share)).toArray();
      }
      return new Stretched(factor, starts);
    }
  }
}
