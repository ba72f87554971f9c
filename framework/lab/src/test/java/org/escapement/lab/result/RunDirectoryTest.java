package org.escapement.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path folder;

  private List<String> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void appearsWhenItIsComplete() throws IOException {
    Path target = folder.resolve("run");
    try (RunDirectory run = RunDirectory.create(target)) {
      Files.writeString(run.file("results.json"), "{}");
      Files.writeString(run.file("figures/loss.png"), "png");
      assertThat(target).doesNotExist();
      assertThat(entries()).singleElement().asString().startsWith(".run.partial-");

      run.complete();

      assertThat(run.file("results.json")).isEqualTo(target.resolve("results.json")).exists();
    }
    assertThat(target.resolve("results.json")).hasContent("{}");
    assertThat(target.resolve("figures").resolve("loss.png")).hasContent("png");
    assertThat(entries()).containsExactly("run");
  }

  @Test
  void isRemovedWhenItIsNot() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "");
    assertThatThrownBy(
            () -> {
              try (RunDirectory run = RunDirectory.create(folder.resolve("run"))) {
                Files.writeString(run.file("a/b/c"), "");
                Files.createSymbolicLink(run.file("link"), outside);
                throw new IllegalStateException("killed");
              }
            })
        .hasMessage("killed")
        .hasNoSuppressedExceptions();

    assertThat(entries()).containsExactly("outside");
    assertThat(outside.resolve("kept")).exists();
  }

  @Test
  void missingParentsAreMade() {
    Path target = folder.resolve("a").resolve("b");
    try (RunDirectory run = RunDirectory.create(target)) {
      run.complete();
    }
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void anEmptyFolderIsTaken() throws IOException {
    Path target = Files.createDirectory(folder.resolve("run"));
    try (RunDirectory run = RunDirectory.create(target)) {
      Files.writeString(run.file("a"), "");
      run.complete();
    }
    assertThat(target.resolve("a")).exists();
  }

  @Test
  void aFullFolderOrAFileIsNotOverwritten() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Files.writeString(full.resolve("a"), "precious");
    Path file = Files.writeString(folder.resolve("file"), "precious");

    assertFails(ErrorCode.OUTPUT, () -> RunDirectory.create(full))
        .contains("not empty; choose another --out or remove it")
        .contains(full.toString());
    assertFails(ErrorCode.OUTPUT, () -> RunDirectory.create(file)).contains("not a folder");
    assertThat(entries()).containsExactly("file", "full");
  }

  @Test
  void aParentThatCannotBeWrittenIsReported() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertFails(ErrorCode.OUTPUT, () -> RunDirectory.create(file.resolve("run")))
        .contains("nothing can be written in " + file)
        .contains("choose another --out");
    assertFails(ErrorCode.OUTPUT, () -> RunDirectory.create(Path.of("/")));
  }

  @Test
  void resultsSurviveWhenTheNameIsTakenMeanwhile() throws IOException {
    Path target = folder.resolve("run");
    try (RunDirectory run = RunDirectory.create(target)) {
      Files.writeString(run.file("a"), "mine");
      Files.createDirectory(target);
      Files.writeString(target.resolve("b"), "theirs");

      assertFails(ErrorCode.OUTPUT, run::complete).contains("the results are in");
    }

    assertThat(target.resolve("b")).hasContent("theirs");
    String partial = entries().get(0);
    assertThat(partial).startsWith(".run.partial-");
    assertThat(folder.resolve(partial).resolve("a")).hasContent("mine");
  }

  @Test
  void twoRunsForOneNameDoNotMix() throws IOException {
    Path target = folder.resolve("run");
    try (RunDirectory first = RunDirectory.create(target);
        RunDirectory second = RunDirectory.create(target)) {
      Files.writeString(first.file("a"), "first");
      Files.writeString(second.file("a"), "second");
      second.complete();
    }
    assertThat(target.resolve("a")).hasContent("second");
    assertThat(entries()).containsExactly("run");
  }

  @Test
  void namesStayInside() {
    try (RunDirectory run = RunDirectory.create(folder.resolve("run"))) {
      for (String name : new String[] {"", ".", "..", "../a", "/a", "a/../.."}) {
        assertThatThrownBy(() -> run.file(name)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
