package org.escapement.host.sweep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escapement.host.sweep.job.Job;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("As many jobs at a time as cores and memory allow")
class CapacityTest {
  private static Job job(long memory) {
    return Job.of(null, "memory: " + memory, memory);
  }

  @Test
  void memoryLimitsJobs() {
    Capacity capacity = new Capacity(8, 10_000);
    assertThat(capacity.fitting(List.of(job(4096), job(4096), job(4096))).jobs()).isEqualTo(2);
    assertThat(capacity.fitting(List.of(job(64), job(64), job(9000))).jobs()).isEqualTo(3);
    assertThat(capacity.fitting(List.of(job(20_000))).jobs()).isEqualTo(1);
    assertThat(capacity.fitting(List.of()).jobs()).isEqualTo(1);
  }

  @Test
  void aJobThatNeedsMoreThanAllRunsAlone() {
    Capacity capacity = new Capacity(8, 10_000);
    assertThat(capacity.permits(job(4096))).isEqualTo(4608);
    assertThat(capacity.permits(job(20_000))).isEqualTo(capacity.permits()).isEqualTo(10_000);
  }

  /** The number of jobs follows the smallest; any worker may get the largest. */
  @Test
  void aWorkerHasRoomForTheLargestJob() {
    Capacity capacity = new Capacity(8, 10_000);
    List<Job> mixed = List.of(job(64), job(64), job(64), job(64), job(6000));
    assertThat(capacity.fitting(mixed).jobs()).isEqualTo(5);
    assertThat(capacity.fitting(mixed).ofWorker(mixed)).isEqualTo(6512);
    List<Job> small = List.of(job(64), job(128));
    assertThat(capacity.fitting(small).ofWorker(small)).isEqualTo(5000);
    List<Job> huge = List.of(job(20_000));
    assertThat(capacity.fitting(huge).ofWorker(huge)).isEqualTo(20_512);
    assertThat(capacity.fitting(List.of()).ofWorker(List.of())).isEqualTo(10_000);
  }

  @Test
  void coresAreSharedByThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(Capacity.of(1, null, null).jobs()).isEqualTo(cores);
    assertThat(Capacity.of(2 * cores, null, null).jobs()).isEqualTo(1);
    assertThat(Capacity.of(1, 3, 100L)).isEqualTo(new Capacity(3, 100));
  }
}
