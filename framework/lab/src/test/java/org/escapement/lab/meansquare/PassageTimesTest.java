package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.identification.IdentifiedRecurrence;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Times of first passage against exact distributions and runs on plain arrays")
class PassageTimesTest {
  private static final Sampling ONE = Sampling.withoutReplacement(1);
  private static final int BRUTE_RUNS = 4000;

  private static Optional<PassageTimes> simulate(
      Minimum minimum, Recurrence recurrence, Sampling sampling, Passage passage) {
    try (ReducedCurvature curvature = minimum.reduced()) {
      return PassageTimes.simulated(
          curvature, recurrence, sampling, passage, RandomStreams.of(5).stream("passages"));
    }
  }

  /**
   * With examples of 0.2 and 3.8 and η = 0.7, j of t steps multiply by 1.66 and the others by 0.86:
   * the law of the first passage follows step by step from how likely each j is among the runs that
   * have not passed.
   */
  @ParameterizedTest
  @CsvSource({"1e-5, true", "1e-5, false", "0.2, true"})
  void oneDimension(double start, boolean random) {
    PassageTimes times =
        simulate(Minimum.A, Recurrences.plain(0.7), ONE, new Passage(start, random, 1, 0.5, 60))
            .orElseThrow();
    double mean = 0;
    double square = 0;
    double early = 0;
    long middle = times.quantile(0.5);
    double[] waiting = {1};
    for (int t = 1; t <= 2000; t++) {
      double[] next = new double[t + 1];
      for (int j = 0; j < t; j++) {
        next[j] += waiting[j] / 2;
        next[j + 1] += waiting[j] / 2;
      }
      for (int j = 0; j <= t; j++) {
        if (start * Math.pow(0.86, t - j) * Math.pow(1.66, j) > 0.5) {
          mean += t * next[j];
          square += (double) t * t * next[j];
          early += t <= middle ? next[j] : 0;
          next[j] = 0;
        }
      }
      waiting = next;
    }
    assertThat(times.runs()).isEqualTo(1000);
    double deviation = Math.sqrt(square - mean * mean);
    assertThat(times.mean()).isCloseTo(mean, within(3 * deviation / Math.sqrt(1000)));
    assertThat(times.standardDeviation()).isCloseTo(deviation, within(0.15 * deviation));
    assertThat(times.standardError()).isEqualTo(times.standardDeviation() / Math.sqrt(1000));
    double error = Math.sqrt(early * (1 - early) / 1000);
    assertThat(times.within(middle)).isCloseTo(early, within(3 * error)).isGreaterThanOrEqualTo(.5);
  }

  /** Of 40 parameters two have curvature; the climb is short, so that its first steps count. */
  @Test
  void momentumFromARandomDisplacement() {
    Passage passage = new Passage(1e-2, true, 40, 1, 100);
    Sampling pairs = Sampling.withReplacement(2);
    PassageTimes times =
        simulate(Minimum.C, Recurrences.heavyBall(1, 0.9), pairs, passage).orElseThrow();
    RandomGenerator random = RandomStreams.of(6).stream("brute force");
    long[] steps = new long[BRUTE_RUNS];
    for (int run = 0; run < BRUTE_RUNS; run++) {
      steps[run] = momentumOnPlainArrays(passage, 1, random);
    }
    PassageTimes expected = new PassageTimes(steps);
    assertThat(times.mean())
        .isCloseTo(
            expected.mean(),
            within(3 * Math.hypot(times.standardError(), expected.standardError())));
    assertThat(times.standardDeviation())
        .isCloseTo(expected.standardDeviation(), within(0.15 * expected.standardDeviation()));
    long late = expected.quantile(0.75);
    assertThat(times.within(late)).isCloseTo(expected.within(late), within(0.05));
  }

  /** u' = 0.9u + ηg, x' = x − u', batches of two with replacement, in all 40 coordinates. */
  private static long momentumOnPlainArrays(Passage passage, double rate, RandomGenerator random) {
    double[] x = new double[(int) passage.dimension()];
    double length = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
      length += x[i] * x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] *= passage.displacement() / Math.sqrt(length);
    }
    double[] velocity = new double[x.length];
    double[][][] rows = Minimum.C.rows();
    for (long step = 1; true; step++) {
      double[] gradient = new double[x.length];
      for (int drawn = 0; drawn < 2; drawn++) {
        double[] row = rows[random.nextInt(rows.length)][0];
        double output = row[0] * x[0] + row[1] * x[1];
        gradient[0] += output * row[0] / 2;
        gradient[1] += output * row[1] / 2;
      }
      double square = 0;
      for (int i = 0; i < x.length; i++) {
        velocity[i] = 0.9 * velocity[i] + rate * gradient[i];
        x[i] -= velocity[i];
        square += x[i] * x[i];
      }
      if (Math.sqrt(square) > passage.distance()) {
        return step;
      }
    }
  }

  /** x' = x + β(x − y) − ηg, y' = x is the same method, in which y begins as x does. */
  @Test
  void momentumIsTheSameInOtherCoordinates() {
    Passage passage = new Passage(1e-2, true, 40, 1, 100);
    Sampling pairs = Sampling.withReplacement(2);
    Recurrence twoPoints =
        Recurrences.recurrence(
            1, new double[][] {{1.9, -0.9}, {1, 0}}, new double[] {1, 0}, new double[] {1, 0});
    PassageTimes times = simulate(Minimum.C, twoPoints, pairs, passage).orElseThrow();
    PassageTimes expected =
        simulate(Minimum.C, Recurrences.heavyBall(1, 0.9), pairs, passage).orElseThrow();
    for (double share = 0; share <= 1; share += 0.001) {
      assertThat(times.quantile(share)).isEqualTo(expected.quantile(share));
    }
  }

  /** The method itself from what its init makes of a start, and what differences find of it. */
  @Test
  void lookAheadBeginsWithItsSlowWeightsWhereItStarts() {
    double[] row = {5.52, 0, 0};
    Optimizer method = ThirdPartyStepsTest.LOOK_AHEAD;
    INDArray x = Nd4j.zeros(DataType.DOUBLE, 3);
    Recurrence found =
        IdentifiedRecurrence.of(method, x, method.init(x), 2, 0.1).found().orElseThrow();
    Passage passage = new Passage(1e-2, false, 3, 1, 100);
    PassageTimes times =
        simulate(Minimum.ofRows(new double[][] {row}), found, Sampling.fullBatch(), passage)
            .orElseThrow();
    x.putScalar(0, passage.displacement());
    State state = method.init(x);
    long steps = 0;
    while (x.norm2Number().doubleValue() <= passage.distance()) {
      StepResult result = method.step(x, state, halfSquare(row));
      x = result.point();
      state = result.state();
      steps++;
    }
    assertThat(times.quantile(0)).isEqualTo(steps);
    assertThat(times.quantile(1)).isEqualTo(steps);
  }

  /** ½ (row · x)². */
  private static BatchObjective halfSquare(double[] row) {
    INDArray vector = Nd4j.createFromArray(row);
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return Math.pow(vector.mul(x).sumNumber().doubleValue(), 2) / 2;
      }

      @Override
      public INDArray gradient(INDArray x) {
        return vector.mul(vector.mul(x).sumNumber());
      }
    };
  }

  /** Points that shrink without a gradient, and memory that nothing forgets. */
  @Test
  void whereMemoryAtRestIsNotKnownNothingIsSimulated() {
    Passage passage = new Passage(0.1, true, 1, 1, 10);
    double[] once = {1, 0};
    for (double[][] state : new double[][][] {{{0.9, 0.2}, {0, 0.5}}, {{1, 0}, {0, 1}}}) {
      Recurrence recurrence = Recurrences.recurrence(1, state, once, once);
      assertThat(simulate(Minimum.A, recurrence, ONE, passage)).isEmpty();
    }
  }

  /** The examples are 0.2 and 3.8, η = 0.7: 0.4 · 1.66 is beyond, and so is 0.4 · 0.86 · 1.66. */
  @Test
  void everyRunBeginsWithAnEpoch() {
    Passage passage = new Passage(0.4, false, 1, 0.5, 2);
    PassageTimes times =
        simulate(Minimum.A, Recurrences.plain(0.7), Sampling.reshuffled(1), passage).orElseThrow();
    assertThat(times.quantile(1)).isEqualTo(2);
    assertThat(times.mean()).isCloseTo(1.5, within(3 * 0.5 / Math.sqrt(1000)));
  }

  /** The sharper of two directions, 1 − ηλ = −1.5; from any point the other one would help. */
  @Test
  void alongTheLeadingEigenvector() {
    Minimum two = Minimum.ofRows(new double[][] {{Math.sqrt(5), 0}, {0, 2}});
    Recurrence step = Recurrences.plain(1);
    PassageTimes times =
        simulate(two, step, Sampling.fullBatch(), new Passage(1e-3, false, 2, 1, 20)).orElseThrow();
    assertThat(times.mean()).isEqualTo(Math.ceil(Math.log(1e3) / Math.log(1.5)));
    assertThat(times.standardDeviation()).isZero();
  }

  @Test
  void aSimulationThatWouldTakeTooLongIsNone() {
    Recurrence shrinks = Recurrences.plain(0.1);
    assertThat(simulate(Minimum.A, shrinks, ONE, new Passage(0.1, true, 1, 1, 10))).isEmpty();
    assertThat(simulate(Minimum.A, shrinks, ONE, new Passage(0.1, true, 1, 1, 1e9))).isEmpty();
  }

  @Test
  void quantilesAreTimesOfRuns() {
    PassageTimes times = new PassageTimes(4, 1, 3, 2);
    assertThat(times.quantile(0)).isEqualTo(1);
    assertThat(times.quantile(0.25)).isEqualTo(1);
    assertThat(times.quantile(0.5)).isEqualTo(2);
    assertThat(times.quantile(0.51)).isEqualTo(3);
    assertThat(times.quantile(1)).isEqualTo(4);
    assertThat(times.within(2)).isEqualTo(0.5);
    assertThat(times.mean()).isEqualTo(2.5);
    assertThat(times.standardDeviation()).isCloseTo(Math.sqrt(5.0 / 3), within(1e-12));
    assertThatThrownBy(() -> new PassageTimes(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Passage(1, true, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
