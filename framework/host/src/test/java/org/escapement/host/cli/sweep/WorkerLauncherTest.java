package org.escapement.host.cli.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.sweep.job.SweepDirectory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Workers are started as the program was, within limits of their own")
class WorkerLauncherTest {
  @Test
  void memoryIsThatOfAWorker() {
    List<String> own = List.of("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-Da=b");
    assertThat(WorkerLauncher.options(own, 6512))
        .containsExactly(
            "-XX:+UseSerialGC", "-Da=b", "-Xmx3256m", "-Dorg.bytedeco.javacpp.maxbytes=6512m");
    assertThat(WorkerLauncher.options(List.of(), 576)).contains("-Xmx512m");
  }

  @Test
  void limitsThatTheUserNamesGoBefore() {
    List<String> named = List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.maxbytes=0");
    assertThat(WorkerLauncher.options(named, 6512)).isEqualTo(named);
    assertThat(WorkerLauncher.options(List.of("-XX:MaxHeapSize=1g"), 100))
        .containsExactly("-XX:MaxHeapSize=1g", "-Dorg.bytedeco.javacpp.maxbytes=100m");
  }

  @Test
  void everyWorkerGetsThem() {
    SweepDirectory directory = new SweepDirectory(Path.of("sweep"));
    ProcessBuilder worker =
        new WorkerLauncher(directory, List.of(Path.of("plugins")), 2).process(4096);
    assertThat(worker.command()).contains("-Dorg.bytedeco.javacpp.maxbytes=4096m");
    assertThat(worker.command()).endsWith("sweep-worker", "sweep", "--plugins", "plugins");
    assertThat(worker.environment()).containsEntry("OMP_NUM_THREADS", "2");
  }
}
