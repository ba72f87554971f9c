package org.escapement.host.sweep.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A worker process that misbehaves costs its job and not the sweep")
class WorkerProcessTest {

  @Test
  void aDamagedAnswerIsACrash(@TempDir Path folder) throws Exception {
    String script =
        "echo '@escapement-worker ready'; read order; echo '@escapement-worker answer {oops'; read x";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script);
    try (WorkerProcess worker = WorkerProcess.start(shell, folder.resolve("log"))) {
      JobRecord record = worker.run(Job.of(null, "seed: 1", 64), null);
      assertThat(record.status()).isEqualTo(JobStatus.CRASHED);
      assertThat(record.message()).contains("damaged").contains("{oops");
    }
  }
}
