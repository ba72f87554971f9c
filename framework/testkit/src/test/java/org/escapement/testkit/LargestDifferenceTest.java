package org.escapement.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LargestDifferenceTest {
  @Test
  void theWorstEntryIsNamed() {
    assertThat(LargestDifference.of(new double[] {1, 2, 3, 4}, new double[] {1, 2.5, 2, 4}))
        .isEqualTo("2 of 4 entries differ, most of all entry 2: 3.0 and 2.0, 1.00 apart");
  }

  @Test
  void nothingIsFartherApartThanWhatIsNoNumber() {
    assertThat(LargestDifference.of(new double[] {1, Double.NaN, 3}, new double[] {2, 1, 9}))
        .startsWith("3 of 3 entries differ, most of all entry 1: NaN and 1.0");
  }

  @Test
  void signsOfZeroDiffer() {
    assertThat(LargestDifference.of(new double[] {0, 0}, new double[] {0, -0.0}))
        .startsWith("1 of 2 entries differ, most of all entry 1: 0.0 and -0.0");
  }
}
