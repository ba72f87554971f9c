package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A sweep that was killed ten times ends as one that was not")
class KilledSweepIT extends SweepTestCase {
  private static final int KILLS = 10;
  private static final int MOST_JOBS_BETWEEN = 8;
  private static final int MOST_MILLIS_MORE = 300;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

  /** 100 jobs, of which the twenty at a learning rate of 40 diverge. */
  private static final String HUNDRED =
      TINY
          + """
          sweep:
            grid:
              train.optimizer: [{type: gd, learningRate: 0.3}, {type: sgd, learningRate: 0.2, batchSize: 4}]
              train.optimizer.learningRate: [0.5, 0.4, 0.3, 0.2, 40]
              seed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
          """;

  @Test
  void killed(@TempDir Path logs) throws Exception {
    Files.writeString(work("hundred.yaml"), HUNDRED);
    run(logs.resolve("err"), "whole");
    Random random = new Random(20261128);
    for (int kill = 0; kill < KILLS; kill++) {
      killOne(random, logs.resolve("err" + kill));
    }
    assertThat(ended("killed")).isLessThan(100);
    run(logs.resolve("err"), "killed", "--resume");
    List<Map<String, String>> jobs = jobs("killed");
    assertThat(jobs).hasSize(100);
    assertThat(jobs)
        .filteredOn(job -> job.get("train.optimizer.learningRate").equals("40"))
        .hasSize(20)
        .allSatisfy(job -> assertThat(job).containsEntry("status", "diverged"));
    assertThat(withoutSeconds(jobs)).isEqualTo(withoutSeconds(jobs("whole")));
    assertThat(content("killed")).hasSizeGreaterThan(400).isEqualTo(content("whole"));
  }

  /** Lets the sweep end, in as long as a busy machine needs. */
  private static void run(Path err, String out, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("sweep", "hundred.yaml", "--out", out));
    arguments.addAll(List.of(options));
    Process sweep = installation.start(Map.of(), err, err, arguments.toArray(String[]::new));
    try {
      assertThat(sweep.waitFor(PATIENCE, TimeUnit.NANOSECONDS)).as(() -> read(err)).isTrue();
      assertThat(sweep.exitValue()).as(() -> read(err)).isEqualTo(3);
    } finally {
      sweep.destroyForcibly();
    }
  }

  /** Lets the sweep go on for a few jobs, then kills it alone or with all that it started. */
  private static void killOne(Random random, Path err) throws Exception {
    int before = ended("killed");
    int until = before + 1 + random.nextInt(MOST_JOBS_BETWEEN);
    Process sweep =
        installation.start(
            Map.of(), err, err, "sweep", "hundred.yaml", "--out", "killed", "--resume");
    try {
      long start = System.nanoTime();
      while (ended("killed") < until) {
        assertThat(sweep.isAlive()).as(() -> read(err)).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
        Thread.sleep(5);
      }
      Thread.sleep(random.nextInt(MOST_MILLIS_MORE));
      List<ProcessHandle> workers = sweep.descendants().toList();
      assertThat(workers).isNotEmpty();
      sweep.destroyForcibly().waitFor();
      if (random.nextBoolean()) {
        workers.forEach(ProcessHandle::destroyForcibly);
      }
      for (ProcessHandle worker : workers) {
        worker.onExit().get(120, TimeUnit.SECONDS); // by itself, where it was not killed
      }
    } finally {
      sweep.descendants().forEach(ProcessHandle::destroyForcibly);
      sweep.destroyForcibly().waitFor();
    }
  }

  private static List<Map<String, String>> withoutSeconds(List<Map<String, String>> jobs) {
    jobs.forEach(job -> job.remove("seconds"));
    return jobs;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
