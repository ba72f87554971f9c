package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class EscapeRecordsTest {
  @Test
  void distancesAreInStandardErrors() {
    assertThat(EscapeRecords.errors(0.36, 0.30, 0.02)).isCloseTo(3, offset(1e-12));
    assertThat(EscapeRecords.errors(-1.9, -1.8, 0.05)).isCloseTo(-2, offset(1e-12));
  }

  /** As of full-batch steps in one dimension, which are the same in every run. */
  @Test
  void runsThatAllAgreeHaveNoErrorToCountIn() {
    assertThat(EscapeRecords.errors(-1.8325815, -1.8325814, 5e-14)).isNull();
    assertThat(EscapeRecords.errors(0, 1, 0)).isNull();
    assertThat(EscapeRecords.errors(1, 2, Double.NaN)).isNull();
  }
}
