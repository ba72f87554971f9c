package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A run that is told to end leaves nothing that reads as whole")
class InterruptedRunIT extends DistributionTestCase {
  private static final long PATIENCE_MILLIS = 30_000;

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void signal(String name, int number, @TempDir Path logs) throws Exception {
    Path err = logs.resolve("err");
    String run = "interrupted-" + name; // a case that is skipped is killed and leaves its parts
    Process process =
        installation.start(
            Map.of(),
            logs.resolve("out"),
            err,
            "run",
            "small.yaml",
            "--out",
            run,
            "--set",
            "train.until.loss=0",
            "--set",
            "train.maxIterations=100000000");
    try {
      long start = System.currentTimeMillis();
      while (left().stream().noneMatch(file -> file.startsWith("." + run + ".partial-"))) {
        assertThat(process.isAlive()).as(() -> text(err)).isTrue();
        assertThat(System.currentTimeMillis() - start).isLessThan(PATIENCE_MILLIS);
        Thread.sleep(20);
      }
      assumeFalse(ignores(process, number), "SIG" + name + " is ignored in this session");
      Thread.sleep(300);
      assertThat(
              new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                  .start()
                  .waitFor())
          .isZero();
      assertThat(Installation.end(process)).isEqualTo(128 + number);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(left()).noneMatch(file -> file.contains(run));
    assertThat(text(err)).doesNotContain("Exception").doesNotContain("ESC-");
  }

  /** A process started in the background of a script inherits that it ignores SIGINT. */
  static boolean ignores(Process process, int signal) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(mask -> (mask >> (signal - 1) & 1) == 1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
