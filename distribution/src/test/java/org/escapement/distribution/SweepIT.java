package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The packaged program sweeps: one bad job stops no other")
class SweepIT extends SweepTestCase {
  private static final String SOURCE =
      """
      package acme;

      import org.escapement.spi.option.Option;
      import org.escapement.spi.optimizer.*;
      import org.nd4j.linalg.api.ndarray.INDArray;

      public class Bad implements OptimizerFactory<Bad.Options> {
        public record Options(@Option(description = "what goes wrong") String how) {}
        public String name() { return "bad"; }
        public String description() { return "goes wrong at its third step"; }
        public Class<Options> options() { return Options.class; }
        public Optimizer create(Options options) {
          return new Optimizer() {
            public State init(INDArray x) { return State.empty().with("step", 0); }
            public StepResult step(INDArray x, State state, BatchObjective objective) {
              double step = state.scalar("step");
              if (step == 2) {
                switch (options.how()) {
                  case "halts" -> Runtime.getRuntime().halt(7);
                  case "hangs" -> { while (true) { java.util.concurrent.locks.LockSupport.park(); } }
                  case "throws" -> throw new IllegalStateException("enough");
                  default -> throw new OutOfMemoryError("enough");
                }
              }
              return new StepResult(x.dup(), state.with("step", step + 1));
            }
          };
        }
      }
      """;

  @Test
  void badJobs(@TempDir Path folder) throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    for (String name : List.of("plugin-networks", "plugin-sgd")) {
      Path zip = installation.home().resolve("plugins").resolve(name + "-0.1.0.zip");
      Files.copy(zip, plugins.resolve(zip.getFileName()));
    }
    ThirdPartyPlugin.write(
        installation, SOURCE, "Bad", List.of("acme.Bad"), folder, plugins.resolve("acme.zip"));
    Files.writeString(
        work("bad.yaml"),
        TINY
            + """
            sweep:
              grid:
                train.optimizer:
                  - {type: bad, how: halts}
                  - {type: bad, how: throws}
                  - {type: bad, how: lacks memory}
                  - {type: gd, learningRate: 40}
                  - {type: gd, learningRate: 0.3}
                  - {type: gd, learningRate: 0.30}
                  - {type: gd, learningRate: 1.0e-6}
                  - {type: sgd, learningRate: 0.2, batchSize: 4}
            """);
    String[] sweep = {"sweep", "bad.yaml", "--out", "bad", "--plugins", plugins.toString()};
    Outcome outcome = escapement(sweep);
    assertCode(3, outcome);
    assertThat(outcome.out())
        .contains("7 jobs: 2 done, 1 not converged, 1 diverged, 2 failed, 1 crashed; 1 more");
    Map<String, String> status = column("bad", "status");
    assertThat(status)
        .containsEntry("bad(how=halts)", "crashed")
        .containsEntry("bad(how=throws)", "failed")
        .containsEntry("bad(how=lacks memory)", "failed")
        .containsEntry("gd(learningRate=40)", "diverged")
        .containsEntry("gd(learningRate=0.3)", "done")
        .containsEntry("gd(learningRate=1E-6)", "not converged")
        .containsEntry("sgd(learningRate=0.2, batchSize=4)", "done");
    assertThat(column("bad", "message"))
        .containsEntry("bad(how=halts)", "its process ended with exit code 7")
        .containsEntry("bad(how=lacks memory)", "ESC-602 OutOfMemoryError: enough")
        .hasEntrySatisfying(
            "bad(how=throws)",
            message -> assertThat(message).startsWith("ESC-304 optimizer 'bad'"));
    assertRepeatsFailedAlone(plugins, status);
    assertEndsWhatHangs(plugins);
  }

  /** The sound jobs keep the very directories that they had. */
  private static void assertRepeatsFailedAlone(Path plugins, Map<String, String> status)
      throws IOException {
    Map<String, String> before = column("bad", "seconds");
    Outcome again =
        escapement(
            "sweep", "bad.yaml", "--out", "bad", "--only-failed", "--plugins", plugins.toString());
    assertCode(3, again);
    assertThat(column("bad", "status")).isEqualTo(status);
    Map<String, String> after = column("bad", "seconds");
    assertThat(after.keySet().stream().filter(key -> after.get(key).equals(before.get(key))))
        .contains("gd(learningRate=0.3)", "sgd(learningRate=0.2, batchSize=4)")
        .doesNotContain("bad(how=halts)");
  }

  private static void assertEndsWhatHangs(Path plugins) throws IOException {
    Outcome outcome =
        escapement(
            "sweep",
            "bad.yaml",
            "--out",
            "hung",
            "--set",
            "sweep={timeLimit: 3, grid: {train.optimizer: [{type: bad, how: hangs}]}}",
            "--plugins",
            plugins.toString());
    assertCode(3, outcome);
    assertThat(column("hung", "status")).containsEntry("bad(how=hangs)", "timed out");
    assertThat(column("hung", "message"))
        .containsEntry("bad(how=hangs)", "ended after the limit of 3.0 s (sweep.timeLimit)");
  }

  private static Map<String, String> column(String sweep, String name) throws IOException {
    return jobs(sweep).stream()
        .collect(Collectors.toMap(job -> job.get("train.optimizer"), job -> job.get(name)));
  }

  @Test
  void everyErrorIsToldBeforeTheFirstJob() throws IOException {
    Files.writeString(
        work("wrong.yaml"),
        TINY
            + """
            sweep:
              grid:
                train.optimizer.learningRate: [0.3, -1]
                seed: [1, 2]
              list: [{model.activation: relu}, {model.activation: rleu}]
            """);
    Outcome outcome = escapement("sweep", "wrong.yaml", "--out", "wrong");
    assertCode(2, outcome);
    assertThat(outcome.err().lines()).hasSize(2);
    assertThat(outcome.err())
        .contains("ESC-201 wrong.yaml:7: train.optimizer.learningRate = -1")
        .contains("ESC-201 wrong.yaml:9: model.activation = 'rleu'")
        .contains("(4 jobs)");
    assertThat(left()).doesNotContain("wrong");

    Outcome list = escapement("sweep", "wrong.yaml", "--skip-invalid", "--dry-run");
    assertCode(0, list);
    assertThat(list.out()).contains("relu", "pending", "2 jobs");
    Outcome skipped = escapement("sweep", "wrong.yaml", "--skip-invalid", "--out", "wrong");
    assertCode(3, skipped);
    assertThat(jobs("wrong")).filteredOn(job -> job.get("status").equals("done")).hasSize(2);
    assertThat(jobs("wrong")).filteredOn(job -> job.get("status").equals("invalid")).hasSize(6);
  }

  @Test
  void aSecondSweepInTheSameFolderIsRefused(@TempDir Path logs) throws Exception {
    Files.writeString(
        work("long.yaml"), TINY + "sweep: {grid: {seed: [1, 2], train.until.loss: [0]}}\n");
    Path err = logs.resolve("err");
    Process first =
        installation.start(
            Map.of(),
            err,
            err,
            "sweep",
            "long.yaml",
            "--out",
            "twice",
            "--set",
            "train.maxIterations=100000000");
    try {
      while (!Files.exists(work("twice").resolve("jobs.csv"))) {
        assertThat(first.isAlive()).as(() -> err.toString()).isTrue();
        Thread.sleep(20);
      }
      assertRefused(
          escapement("sweep", "long.yaml", "--out", "twice", "--resume"),
          "ESC-601",
          "twice: another sweep works in it");
    } finally {
      first.descendants().forEach(ProcessHandle::destroyForcibly);
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void whatResultsDependOnStaysTheSame() throws IOException {
    Files.writeString(work("same.yaml"), TINY + "sweep: {grid: {seed: [1]}}\n");
    assertCode(0, escapement("sweep", "same.yaml", "--out", "same"));
    assertRefused(escapement("sweep", "same.yaml", "--out", "same"), "ESC-601", "--resume");
    assertRefused(
        escapement("sweep", "same.yaml", "--out", "same", "--resume", "--set", "sweep.threads=2"),
        "ESC-105",
        "was made with sweep.threads 1, found 2");
    assertRefused(
        escapement("run", "same.yaml"), "ESC-105", "sweep: a sweep; it is the command sweep's");
    // the same jobs and one more, from the config that the folder holds
    Outcome more =
        escapement(
            "sweep",
            work("same").resolve("sweep.yaml").toString(),
            "--out",
            "same",
            "--resume",
            "--set",
            "sweep.grid.seed=[1,2]");
    assertCode(0, more);
    assertThat(more.err()).contains("1 there already");
    assertThat(jobs("same")).hasSize(2);
  }
}
