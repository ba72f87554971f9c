package org.escapement.host.sweep.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.host.sweep.job.Job;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers here are shell scripts; each attempt at a job leaves a line in a file. */
@DisplayName("A worker that a signal ends is no job's fault")
@Timeout(120)
class WorkerPoolTest {
  private static final String READY = "echo '@escapement-worker ready'; read order; ";

  @TempDir private Path folder;
  private SweepDirectory directory;

  @BeforeEach
  void create() {
    directory = new SweepDirectory(folder.resolve("sweep"));
    directory.create();
  }

  private static Job job(int seed) {
    return Job.of(null, "seed: " + seed, 64);
  }

  private Path attempts() {
    return folder.resolve("attempts");
  }

  private List<JobRecord> run(String script, Job... jobs) {
    List<JobRecord> ended = new ArrayList<>();
    String counted = READY + "echo >> '" + attempts() + "'; " + script;
    new WorkerPool(
            directory,
            new Capacity(jobs.length, 100_000),
            () -> new ProcessBuilder("sh", "-c", counted))
        .run(List.of(jobs), null, ended::add);
    return ended;
  }

  /** As Java ends by these signals. */
  @ParameterizedTest
  @ValueSource(ints = {129, 130, 143})
  void aJobWhoseProcessWasToldToEndIsPending(int code) throws Exception {
    Job job = job(1);
    assertThat(run("exit " + code, job))
        .singleElement()
        .satisfies(record -> assertThat(record.status()).isEqualTo(JobStatus.PENDING))
        .satisfies(record -> assertThat(record.message()).contains("exit code " + code));
    assertThat(directory.path().resolve("records")).isEmptyDirectory();
    assertThat(Files.readAllLines(attempts())).hasSize(2);
  }

  @Test
  void aJobIsBlamedWhoseProcessIsKilledTwice() throws Exception {
    Job job = job(1);
    assertThat(run("kill -9 $$", job))
        .singleElement()
        .satisfies(record -> assertThat(record.message()).contains("killed from outside"));
    assertThat(directory.record(job.id()).status()).isEqualTo(JobStatus.CRASHED);
    assertThat(directory.record(job.id()).exitCode()).isEqualTo(137);
    assertThat(Files.readAllLines(attempts())).hasSize(2);
  }

  @Test
  void aJobWhoseProcessWasKilledOnceEnds() throws Exception {
    Job job = job(1);
    String answer =
        WorkerLines.answer(new JobRecord(job.id(), JobStatus.DIVERGED, 3, false, 1, "far"));
    String killedFirst = "test $(wc -l < '%s') = 1 && kill -9 $$; echo '%s'; read end";
    run(killedFirst.formatted(attempts(), answer), job);
    assertThat(directory.record(job.id()).status()).isEqualTo(JobStatus.DIVERGED);
    assertThat(Files.readAllLines(attempts())).hasSize(2);
  }

  @Test
  void aCrashOfItsOwnIsNotTriedAgain() throws Exception {
    Job job = job(1);
    run("exit 134", job);
    assertThat(directory.record(job.id()).status()).isEqualTo(JobStatus.CRASHED);
    assertThat(Files.readAllLines(attempts())).hasSize(1);
  }

  /** The second of two jobs side by side cannot be written down, while the first does not end. */
  @Test
  void aFailureBesideALongJobEndsTheSweep() {
    Job hangs = job(1);
    Job ends = job(2);
    String answer = WorkerLines.answer(new JobRecord(ends.id(), JobStatus.DONE, 0, false, 1, ""));
    String script = "case $order in *%s*) exec sleep 1000;; esac; rm -r '%s'; echo '%s'; read end";
    assertThatThrownBy(
            () ->
                run(
                    script.formatted(hangs.id(), directory.path().resolve("records"), answer),
                    hangs,
                    ends))
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT));
  }
}
