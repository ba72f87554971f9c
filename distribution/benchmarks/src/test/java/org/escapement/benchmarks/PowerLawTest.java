package org.escapement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PowerLawTest {
  @Test
  void findsTheExponentOfAnExactPower() {
    double[] x = {250, 500, 1000, 4000};
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = 3 * Math.pow(x[i], 1.25);
    }
    assertThat(PowerLaw.exponent(x, y)).isCloseTo(1.25, within(1e-12));
  }
}
