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

  private static final String TMP = "3b241101-e2bb-4255-8caf-4136c566a962.tmp";

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
    Files.createDirectories(jobs.resolve(".0123456789abcdef.partial-17-x/minima"));
    Files.writeString(jobs.resolve(".0123456789abcdef.partial-17-x/minima/m.safetensors"), "half");
    Files.writeString(directory.path().resolve("records/.0123456789abcdef.json." + TMP), "{");
    Files.writeString(directory.path().resolve(".jobs.csv." + TMP), "id");
    directory.removeLeftovers();
    assertThat(jobs).isDirectoryNotContaining("glob:**.0*");
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
    SweepSetting before =
        new SweepSetting("0.1.0", "cpu", 1, Map.of("sgd", "1.0 sha256 aa", "x", "1"));
    before.requireSame("s", new SweepSetting("0.1.0", "cpu", 1, Map.of("sgd", "1.0 sha256 aa")));
    assertThatThrownBy(
            () ->
                before.requireSame(
                    "s", new SweepSetting("0.1.0", "cpu", 1, Map.of("sgd", "1.0 sha256 bb"))))
        .hasMessage(
            "s: was made with the plugin sgd 1.0 sha256 aa, found 1.0 sha256 bb; results of both do"
                + " not belong together, choose another --out");
  }

  @Test
  void anotherBackendIsRefused() {
    Map<String, String> none = Map.of();
    SweepSetting now = new SweepSetting("0.1.0", "cuda", 1, none);
    assertThatThrownBy(() -> new SweepSetting("0.1.0", "cpu", 1, none).requireSame("s", now))
        .hasMessageContaining("was made with the backend cpu, found cuda");
    assertThatThrownBy(() -> new SweepSetting("0.1.0", null, 1, none).requireSame("s", now))
        .hasMessageContaining("the backend (unknown), found cuda");
    now.requireSame("s", now);
  }

  @Test
  void aFolderThatIsNoSweepIsNotResumed() throws IOException {
    SweepDirectory other = new SweepDirectory(folder.resolve("other"));
    other.requireFreeOrSweep();
    Files.createDirectory(other.path());
    other.requireFreeOrSweep();
    Files.writeString(other.path().resolve("sweep.yaml"), "seed: 1");
    assertThatThrownBy(other::requireFreeOrSweep).hasMessageContaining("holds no sweep");
    directory.requireFreeOrSweep();
    results();
    assertThatThrownBy(directory::requireFreeOrSweep).hasMessageContaining("holds no sweep");
  }

  @Test
  void filesOfOthersStay() throws IOException {
    for (String name : new String[] {".mine.tmp", ".x.partial-1", ".notes.txt." + TMP}) {
      Files.writeString(directory.path().resolve(name), "");
      Files.writeString(directory.path().resolve("records").resolve(name), "");
      Files.writeString(directory.path().resolve("jobs").resolve(name), "");
    }
    directory.removeLeftovers();
    assertThat(directory.path()).isDirectoryRecursivelyContaining("glob:**/sweep/.mine.tmp");
    for (String parent : new String[] {".", "records", "jobs"}) {
      try (var entries = Files.list(directory.path().resolve(parent))) {
        assertThat(entries.filter(Files::isRegularFile)).hasSize(3);
      }
    }
  }

  @Test
  void forgettingAJobRemovesItsUnfinishedRuns() throws IOException {
    Files.createDirectories(directory.path().resolve("jobs/.a.partial-17-x/minima"));
    Files.createDirectories(directory.path().resolve("jobs/.ab.partial-17-x"));
    directory.forget("a");
    assertThat(directory.path().resolve("jobs/.a.partial-17-x")).doesNotExist();
    assertThat(directory.path().resolve("jobs/.ab.partial-17-x")).exists();
  }
}
