package org.escapement.lab.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RandomProjectionTest {
  /** In many dimensions one coordinate is N(0, 1/p): Var ln|N| = π²/8, E ln|N| = −(γ + ln 2)/2. */
  @Test
  void oneOfManyDimensionsIsNormal() {
    long dimension = 1_000_000;
    RandomProjection one = new RandomProjection(1, dimension);
    double shift = -(0.5772156649 + Math.log(2)) / 2;
    assertThat(one.variance()).isCloseTo(Math.PI * Math.PI / 8, within(1e-5));
    assertThat(one.meanLogarithm()).isCloseTo(shift - Math.log(dimension) / 2, within(1e-5));
    assertThat(one.exceeds(-Math.log(dimension) / 2)).isCloseTo(0.3173105, within(1e-5));
  }

  /** The sine of a uniform angle: E ln|sin| = −ln 2, E sin² = ½, |sin| > ½ two times in three. */
  @Test
  void oneOfTwoIsTheSineOfAnAngle() {
    RandomProjection one = new RandomProjection(1, 2);
    assertThat(one.meanLogarithm()).isCloseTo(-Math.log(2), within(1e-9));
    assertThat(one.exceeds(Math.log(0.5))).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(one.mean(logarithm -> Math.exp(2 * logarithm))).isCloseTo(0.5, within(2e-3));
    assertThat(one.mean(logarithm -> 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void allOfThemIsTheVectorItself() {
    RandomProjection all = new RandomProjection(3, 3);
    assertThat(all.meanLogarithm()).isZero();
    assertThat(all.variance()).isZero();
    assertThat(all.mean(Math::exp)).isEqualTo(1);
  }
}
