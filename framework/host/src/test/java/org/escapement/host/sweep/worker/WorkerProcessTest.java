package org.escapement.host.sweep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A worker process that misbehaves costs its job and not the sweep")
class WorkerProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void aDamagedAnswerIsACrash(@TempDir Path folder) throws Exception {
    String script =
        "echo '@escapement-worker ready'; read order; echo '@escapement-worker answer {oops'; read x";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
    try (WorkerProcess worker = WorkerProcess.start(shell, folder.resolve("log"), PATIENCE)) {
      JobRecord record = worker.run(Job.of(null, "seed: 1", 64), null);
      assertThat(record.status()).isEqualTo(JobStatus.CRASHED);
      assertThat(record.message()).contains("damaged").contains("{oops");
      assertThat(worker.endedFromOutside()).isFalse();
    }
  }

  @Test
  void aStartThatTakesTooLongIsGivenUp(@TempDir Path folder) {
    ProcessBuilder silent = new ProcessBuilder("sh", "-c", "echo loading >&2; exec sleep 1000");
    assertThatThrownBy(
            () -> WorkerProcess.start(silent, folder.resolve("log"), Duration.ofMillis(500)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it took no orders within 0.5 s");
  }
}
