package org.escapement.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.escapement.lab.statistics.MeanOverRuns.Run;
import org.junit.jupiter.api.Test;

class MeanOverRunsTest {
  /** 1, 2, 3 and 6: mean 3, standard deviation √(14/3), t of 3 degrees 3.182446. */
  @Test
  void runsThatLastEquallyLongHaveTheMeanOfTheirRates() {
    MeanOverRuns mean =
        MeanOverRuns.of(List.of(new Run(2, 2), new Run(4, 2), new Run(6, 2), new Run(12, 2)), 0.95);
    double error = Math.sqrt(14.0 / 3 / 4);
    assertThat(mean.value()).isEqualTo(3);
    assertThat(mean.standardError()).isCloseTo(error, within(1e-12));
    assertThat(mean.lower()).isCloseTo(3 - 3.182446 * error, within(1e-5));
    assertThat(mean.upper()).isCloseTo(3 + 3.182446 * error, within(1e-5));
    assertThat(mean.runs()).isEqualTo(4);
  }

  /** Walks that end at a height: their mean rate is too large by about σ²/ℓ, this is not. */
  @Test
  void runsThatEndByWhatTheyGainedAreNotBiased() {
    Random random = new Random(7);
    List<Run> runs = new ArrayList<>();
    double rates = 0;
    for (int i = 0; i < 20_000; i++) {
      double height = 0;
      int steps = 0;
      for (; height < 5; steps++) {
        height += random.nextBoolean() ? 0.5 : -0.14;
      }
      runs.add(new Run(height, steps));
      rates += height / steps / 20_000;
    }
    MeanOverRuns mean = MeanOverRuns.of(runs, 0.95);
    assertThat(mean.value()).isCloseTo(0.18, within(3 * mean.standardError()));
    assertThat(rates).isGreaterThan(0.18 + 20 * mean.standardError());
  }

  @Test
  void oneRunHasNoError() {
    assertThat(MeanOverRuns.of(List.of(new Run(1, 4)), 0.95).value()).isEqualTo(0.25);
    assertThat(MeanOverRuns.of(List.of(new Run(1, 4)), 0.95).standardError()).isNaN();
  }
}
