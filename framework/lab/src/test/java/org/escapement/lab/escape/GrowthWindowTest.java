package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.statistics.MeanOverRuns;
import org.escapement.lab.statistics.MeanOverRuns.Run;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Growth is measured without looking ahead: random walks of known drift")
class GrowthWindowTest {
  private static final int WALKS = 3000;
  private static final int HORIZON = 4000;
  private static final double DEVIATION = 0.5;
  private static final double LOWEST = 1e-12;
  private static final double FARTHEST = 1e3;

  /** ln L of a walk after each step, with a floor as rounding leaves one; L = distance². */
  private static double[] walk(double drift, RandomGenerator random) {
    double[] loss = new double[HORIZON + 1];
    double logarithm = 0;
    loss[0] = 1;
    for (int step = 1; step <= HORIZON; step++) {
      logarithm += drift + DEVIATION * random.nextGaussian();
      loss[step] = Math.exp(logarithm) + LOWEST / 100;
    }
    return loss;
  }

  private static GrowthWindow through(double[] loss) {
    GrowthWindow window = new GrowthWindow(true, 1, LOWEST, FARTHEST, FARTHEST * FARTHEST);
    for (int step = 1; step < loss.length; step++) {
      double now = loss[step];
      window.step(step, Math.sqrt(now), step == loss.length - 1, () -> now);
    }
    return window;
  }

  /** Looks at 1, 2, 4, …, and where the loss has sunk to rounding keeps the look before. */
  private static Run lookingAhead(double[] loss) {
    int last = 0;
    int next = 1;
    for (int step = 1; step < loss.length; step++) {
      boolean far = Math.sqrt(loss[step]) > FARTHEST;
      if (far || step == next || step == loss.length - 1) {
        if (loss[step] < LOWEST) {
          break;
        }
        next = step == next ? 2 * next : next;
        last = step;
        if (far) {
          break;
        }
      }
    }
    return new Run(Math.log(loss[last]), last);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.2, -0.05, 0, 0.05})
  void knownDrift(double drift) {
    RandomGenerator random = RandomStreams.of(11).stream("walks " + drift);
    List<Run> runs = new ArrayList<>();
    List<Run> before = new ArrayList<>();
    int sunk = 0;
    for (int walk = 0; walk < WALKS; walk++) {
      double[] loss = walk(drift, random);
      GrowthWindow window = through(loss);
      runs.add(window.growth().orElseThrow());
      sunk += window.sunk() ? 1 : 0;
      before.add(lookingAhead(loss));
    }
    MeanOverRuns growth = MeanOverRuns.of(runs, 0.95);
    assertThat(growth.value()).isCloseTo(drift, within(3 * growth.standardError()));
    assertThat(growth.standardError()).isLessThan(3e-3);
    assertThat(sunk).isLessThan(WALKS / 50);
    if (drift < 0) {
      MeanOverRuns biased = MeanOverRuns.of(before, 0.95);
      assertThat(biased.value()).isGreaterThan(drift + 5 * biased.standardError());
    }
  }

  @Test
  void endsWhereItPassesEitherHalf() {
    GrowthWindow up = new GrowthWindow(true, 1, 1e-8, 10, 100);
    up.step(1, 1, false, () -> 2);
    up.step(2, 11, false, () -> 100);
    up.step(3, 12, false, () -> 1e9);
    assertThat(up.growth()).hasValue(new Run(Math.log(100), 2));
    GrowthWindow down = new GrowthWindow(true, 1, 1e-8, 10, 100);
    down.step(1, 1, false, () -> 0.9e-4);
    down.step(2, 1, false, () -> 1);
    assertThat(down.growth()).hasValue(new Run(Math.log(0.9e-4), 1));
    assertThat(down.sunk()).isFalse();
  }

  @Test
  void whatHasSunkToRoundingCountsAsTheLowestLoss() {
    GrowthWindow window = new GrowthWindow(true, 1, 1e-8, 10, 100);
    window.step(1, 1, false, () -> 0);
    assertThat(window.sunk()).isTrue();
    assertThat(window.growth().orElseThrow().gain()).isCloseTo(Math.log(1e-8), within(1e-12));
  }

  @Test
  void nothingIsMeasuredWhereNothingCanBe() {
    GrowthWindow shut = new GrowthWindow(false, 1, 1e-8, 10, 100);
    shut.step(1, 1, true, () -> 2);
    assertThat(shut.growth()).isEmpty();
  }

  /** Neither is left out: runs that overflow are those that grow fastest. */
  @Test
  void whatOverflowsCountsAsTheLossOfTheDistanceThatItPassed() {
    GrowthWindow loss = new GrowthWindow(true, 1, 1e-8, 10, 100);
    loss.step(1, 1, false, () -> 3);
    loss.step(2, 11, false, () -> Double.POSITIVE_INFINITY);
    loss.step(3, 11, false, () -> 5);
    assertThat(loss.growth()).hasValue(new Run(Math.log(100), 2));
    for (double distance : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      GrowthWindow point = new GrowthWindow(true, 1, 1e-8, 10, 100);
      point.step(
          1,
          distance,
          false,
          () -> {
            throw new AssertionError("no loss of a point that is no number");
          });
      assertThat(point.growth()).hasValue(new Run(Math.log(100), 1));
    }
  }

  @Test
  void fewLossesAreAskedFor() {
    GrowthWindow window = new GrowthWindow(true, 1, 1e-8, 10, 100);
    int[] asked = {0};
    for (int step = 1; step <= 10_000; step++) {
      window.step(
          step,
          1,
          false,
          () -> {
            asked[0]++;
            return 1;
          });
    }
    assertThat(asked[0]).isBetween(30, 50);
  }
}
