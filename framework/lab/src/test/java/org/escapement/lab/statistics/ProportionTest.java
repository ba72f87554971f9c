package org.escapement.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProportionTest {
  /** The ends are the probabilities at which so many events, or so few, have 2.5 %. */
  @ParameterizedTest
  @CsvSource({"1, 20", "7, 20", "19, 20", "3, 3000", "1500, 2000"})
  void endsAreWhereTailsOfTheBinomialHaveTheirShare(int events, int trials) {
    Proportion proportion = Proportion.of(events, trials, 0.95);
    double below = binomialBelow(events, trials, proportion.lower());
    assertThat(1 - below).isCloseTo(0.025, within(1e-6));
    assertThat(binomialBelow(events + 1, trials, proportion.upper()))
        .isCloseTo(0.025, within(1e-6));
    assertThat(proportion.value()).isEqualTo((double) events / trials);
  }

  /** All or none in n trials: the other end is the n-th root of 2.5 %. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 20, 2000})
  void allAndNone(int trials) {
    double root = Math.pow(0.025, 1.0 / trials);
    Proportion all = Proportion.of(trials, trials, 0.95);
    Proportion none = Proportion.of(0, trials, 0.95);
    assertThat(all.lower()).isCloseTo(root, within(1e-7));
    assertThat(all.upper()).isEqualTo(1);
    assertThat(none.upper()).isCloseTo(1 - root, within(1e-7));
    assertThat(none.lower()).isZero();
  }

  @Test
  void holdsTheProbabilityAsOftenAsItClaims() {
    for (double probability : new double[] {0.01, 0.2, 0.5, 0.77}) {
      double held = 0;
      for (int events = 0; events <= 20; events++) {
        if (Proportion.of(events, 20, 0.95).contains(probability)) {
          held +=
              binomialBelow(events + 1, 20, probability) - binomialBelow(events, 20, probability);
        }
      }
      assertThat(held).isBetween(0.95, 1.0);
    }
  }

  /** The probability of fewer than {@code events}, term by term. */
  private static double binomialBelow(int events, int trials, double probability) {
    double logTerm = trials * Math.log1p(-probability);
    double sum = 0;
    for (int k = 0; k < events; k++) {
      sum += Math.exp(logTerm);
      logTerm += Math.log((double) (trials - k) / (k + 1) * probability / (1 - probability));
    }
    return sum;
  }
}
