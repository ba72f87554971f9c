package org.escapement.host.sweep.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The folder of a sweep knows which jobs have ended")
class SweepDirectoryTest {
  private static final JobRecord DONE = new JobRecord("a", JobStatus.DONE, 0, true, 1.5, "");

  @TempDir private Path folder;
  private SweepDirectory directory;

  @BeforeEach
  void create() {
    directory = new SweepDirectory(folder.resolve("sweep"));
    directory.create();
  }

  private void results() throws IOException {
    Files.createDirectories(directory.job("a"));
    Files.writeString(directory.job("a").resolve("results.json"), "{}");
  }

  @Test
  void aRunDirectoryWithoutARecordHasNotEnded() throws IOException {
    results();
    assertThat(directory.record("a").finished()).isFalse();
    directory.write(DONE);
    assertThat(directory.record("a")).isEqualTo(DONE);
  }

  @Test
  void aRecordWithoutItsResultsHasNotEnded() throws IOException {
    directory.write(DONE);
    assertThat(directory.record("a").finished()).isFalse();
    JobRecord crashed = new JobRecord("a", JobStatus.CRASHED, 134, false, 1, "gone, \"so\"\n");
    directory.write(crashed);
    assertThat(directory.record("a")).isEqualTo(crashed);
    Files.writeString(folder.resolve("sweep/records/a.json"), "{\"id\": \"a\", \"sta");
    assertThat(directory.record("a").finished()).isFalse();
  }

  @Test
  void leftoversOfAKillAreRemoved() throws IOException {
    results();
    directory.write(DONE);
    Path jobs = directory.path().resolve("jobs");
    Files.createDirectories(jobs.resolve(".b.partial-17-x/minima"));
    Files.writeString(jobs.resolve(".b.partial-17-x/minima/m.safetensors"), "half");
    Files.writeString(directory.path().resolve("records/.b.json.1-2.tmp"), "{");
    Files.writeString(directory.path().resolve(".jobs.csv.1-2.tmp"), "id");
    directory.removeLeftovers();
    assertThat(jobs).isDirectoryNotContaining("glob:**.b*");
    assertThat(directory.path().resolve("records")).isDirectoryNotContaining("glob:**.tmp");
    assertThat(directory.path()).isDirectoryNotContaining("glob:**.tmp");
    assertThat(directory.record("a")).isEqualTo(DONE);
    directory.forget("a");
    assertThat(jobs).isEmptyDirectory();
    assertThat(directory.record("a").finished()).isFalse();
  }

  @Test
  void oneSweepAtATime() {
    try (SweepLock lock = SweepLock.ofSweep(directory)) {
      assertThatThrownBy(() -> SweepLock.ofSweep(directory))
          .isInstanceOf(EscapementException.class)
          .hasMessageContaining("another sweep works in it");
    }
    SweepLock.ofSweep(directory).close();
  }

  @Test
  void onlyAFreePlaceTakesANewSweep() throws IOException {
    SweepDirectory other = new SweepDirectory(folder.resolve("other"));
    other.requireFree();
    Files.createDirectory(other.path());
    other.requireFree();
    Files.writeString(other.path().resolve("file"), "");
    assertThatThrownBy(other::requireFree).hasMessageContaining("is not empty");
    assertThatThrownBy(new SweepDirectory(other.path().resolve("file"))::requireFree)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void anotherPluginOfTheSameNameIsRefused() {
    SweepSetting before = new SweepSetting("0.1.0", 1, Map.of("sgd", "1.0 sha256 aa", "x", "1"));
    before.requireSame("s", new SweepSetting("0.1.0", 1, Map.of("sgd", "1.0 sha256 aa")));
    assertThatThrownBy(
            () ->
                before.requireSame(
                    "s", new SweepSetting("0.1.0", 1, Map.of("sgd", "1.0 sha256 bb"))))
        .hasMessage(
            "s: was made with the plugin sgd 1.0 sha256 aa, found 1.0 sha256 bb; results of both do"
                + " not belong together, choose another --out");
  }
}
