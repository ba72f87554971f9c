package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class MemoryPlanTest {
  private static final long GIGABYTE = 1_000_000_000;

  private final MemoryPlan plan = new MemoryPlan(4096);

  @Test
  void sharesTheLimitOut() {
    assertThat(3 * plan.passBytes() + plan.solverBytes()).isEqualTo(4096L << 20);
  }

  @Test
  void smallModelsFit() {
    assertThat(plan.problem(1_000_000, DataType.FLOAT)).isEmpty();
    assertThat(plan.problem(GIGABYTE / 160, DataType.FLOAT, GIGABYTE)).isEmpty();
  }

  @Test
  void largeOnesAreRefused() {
    assertThat(plan.problem(GIGABYTE / 160, DataType.DOUBLE, GIGABYTE))
        .contains(
            "the model has 6,250,000 parameters: 40 vectors of that length, the least that a run"
                + " needs, take 2.0 GB, this machine has 1.0 GB");
    assertThat(plan.problem(1L << 31, DataType.FLOAT, Long.MAX_VALUE))
        .contains("the model has 2,147,483,648 parameters, must be at most 2,147,483,647");
  }

  @Test
  void eigenvaluesWithoutRoomAreRefusedWithTheLeast() {
    assertThat(new MemoryPlan(1024).spectrumProblem(1000, 1_000_000, DataType.FLOAT))
        .contains(
            new MemoryPlan.Shortage(
                ErrorCode.MEMORY,
                "1000 eigenvalues of a model with 1,000,000 parameters take vectors of 12.1 GB, and"
                    + " a quarter of the memory that the run may take is for them; memory = 1024"
                    + " MiB, must be at least 46082"));
    assertThat(new MemoryPlan(46082).spectrumProblem(1000, 1_000_000, DataType.FLOAT)).isEmpty();
    assertThat(plan.spectrumProblem(1000, 60, DataType.DOUBLE)).isEmpty();
    assertThat(plan.spectrumProblem(0, 1_000_000_000, DataType.FLOAT)).isEmpty();
  }

  @Test
  void limitThatIsTooLowIsNamedWithTheLeast() {
    assertThat(plan.problem(10_000_000, DataType.FLOAT, 100 * GIGABYTE))
        .contains(
            "the model has 10,000,000 parameters: 40 vectors of that length, the least that a run"
                + " needs, take 1.6 GB, and a quarter of the memory that the run may take is for"
                + " them; memory = 4096 MiB, must be at least 6104");
    assertThat(new MemoryPlan(6104).problem(10_000_000, DataType.FLOAT, 100 * GIGABYTE)).isEmpty();
  }

  @Test
  void aCardsMemoryIsSharedOutWhereItIsLess() {
    MemoryPlan small = new MemoryPlan(4096, 1L << 30);
    assertThat(small.passBytes()).isEqualTo(1L << 28);
    assertThat(small.solverBytes()).isEqualTo(1L << 28);
    assertThat(new MemoryPlan(4096, 1L << 40).passBytes()).isEqualTo(plan.passBytes());
    assertThat(plan.cardProblem(1L << 40, DataType.DOUBLE)).isEmpty();
    assertThat(small.cardProblem(1_000_000, DataType.FLOAT)).isEmpty();
    assertThat(small.cardProblem(10_000_000, DataType.FLOAT))
        .contains(
            "the model has 10,000,000 parameters: 40 vectors of that length, the least that a run"
                + " needs, take 1.6 GB, and a quarter of the 1.1 GB that the run may take on the"
                + " card is for them; to go on without a card: --backend cpu");
    assertThat(small.spectrumProblem(1000, 1_000_000, DataType.FLOAT))
        .contains(
            new MemoryPlan.Shortage(
                ErrorCode.DEVICE_MEMORY,
                "1000 eigenvalues of a model with 1,000,000 parameters take vectors of 12.1 GB, and"
                    + " a quarter of the 1.1 GB that the run may take on the card is for them; to"
                    + " go on without a card: --backend cpu"));
  }
}
