package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstPassageTest {
  /** Against the integral of the density ℓ/√(2πσ²t³) exp(−(ℓ − λt)²/(2σ²t)). */
  @ParameterizedTest
  @CsvSource({"10.8, 0.178, 0.108", "10.8, -0.02, 0.108", "1, 0, 0.3", "4.6, 0.06, 0.3"})
  void densityIntegrates(double height, double drift, double variance) {
    FirstPassage passage = new FirstPassage(height, drift, variance);
    double integral = 0;
    double step = 1e-3;
    for (double t = step / 2; t < 80; t += step) {
      double miss = height - drift * t;
      integral +=
          step
              * height
              / Math.sqrt(2 * Math.PI * variance * t * t * t)
              * Math.exp(-miss * miss / (2 * variance * t));
    }
    assertThat(passage.within(80)).isCloseTo(integral, within(1e-6));
  }

  /** Φ(−x) ≈ φ(x)/x: the second term is 1/(x√(2π)) (1 − 1/x²) though its factor overflows. */
  @Test
  void factorThatOverflowsMeetsATailThatNearlyVanishes() {
    double x = 2 / Math.sqrt(2.0 / 712);
    double second = (1 - 1 / (x * x)) / (x * Math.sqrt(2 * Math.PI));
    assertThat(new FirstPassage(1, 1, 2.0 / 712).within(1)).isCloseTo(0.5 + second, within(1e-6));
  }

  @Test
  void downhillItMayNeverArrive() {
    FirstPassage passage = new FirstPassage(3, -0.1, 0.2);
    assertThat(passage.within(1e12)).isCloseTo(Math.exp(-3), within(1e-12));
  }

  @Test
  void withoutVarianceItArrivesOnTime() {
    FirstPassage passage = new FirstPassage(10, 0.5, 0);
    assertThat(passage.within(19)).isZero();
    assertThat(passage.within(20)).isEqualTo(1);
    assertThat(new FirstPassage(10, -0.5, 0).within(1e9)).isZero();
  }
}
