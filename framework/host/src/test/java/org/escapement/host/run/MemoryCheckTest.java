package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class MemoryCheckTest {
  private static final long GIGABYTE = 1_000_000_000;

  @Test
  void smallModelsFit() {
    assertThat(MemoryCheck.of(1_000_000, DataType.FLOAT)).isEmpty();
    assertThat(MemoryCheck.of(GIGABYTE / 64, DataType.FLOAT, GIGABYTE)).isEmpty();
  }

  @Test
  void largeOnesAreRefused() {
    assertThat(MemoryCheck.of(GIGABYTE / 64, DataType.DOUBLE, GIGABYTE))
        .contains(
            "the model has 15,625,000 parameters: 16 vectors of that length, the least that a run"
                + " needs, take 2.0 GB, this machine has 1.0 GB");
    assertThat(MemoryCheck.of(1L << 31, DataType.FLOAT, Long.MAX_VALUE))
        .contains("the model has 2,147,483,648 parameters, must be at most 2,147,483,647");
  }
}
