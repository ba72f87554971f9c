package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.escapement.lab.result.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
  @TempDir private Path folder;

  private Stream<Path> left() throws IOException {
    return Files.list(folder);
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    assertThatThrownBy(
            () -> {
              try (Interruption interruption = Interruption.watch(directory)) {
                Files.writeString(directory.file("a/b.txt"), "half");
                interruption.finish(
                    () -> {
                      throw new IllegalStateException("full disk");
                    });
              }
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(left()).isEmpty();
  }

  @Test
  void aWholeDirectoryStays() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    try (Interruption interruption = Interruption.watch(directory)) {
      Files.writeString(directory.file("a.txt"), "all");
      interruption.finish(directory::complete);
    }
    assertThat(left()).containsExactly(folder.resolve("run"));
  }
}
