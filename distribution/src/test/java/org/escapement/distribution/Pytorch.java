package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Python that has PyTorch, and the scripts of the folder docs. */
final class Pytorch {
  private static final Path DOCS = Path.of("").toAbsolutePath().resolve("../docs").normalize();

  private final String python;

  private Pytorch(String python) {
    this.python = python;
  }

  /** The first one that can be found; the test is skipped, aloud, where none can. */
  static Pytorch find() throws IOException {
    for (String python : Stream.of("python3", "/usr/bin/python3").toList()) {
      Path log = Files.createTempFile("python", ".log");
      try {
        if (run(log, List.of(python, "-c", "import torch, yaml, numpy")) == 0) {
          return new Pytorch(python);
        }
      } catch (IOException e) {
        // no such program
      } finally {
        Files.delete(log);
      }
    }
    return abort("no Python with PyTorch and PyYAML; Debian's is apt-get install python3-torch");
  }

  /**
   * Runs a script to its end, which must be 0.
   *
   * @param script within docs
   * @return what it printed
   */
  String run(String script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python, DOCS.resolve(script).toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    Path log = Files.createTempFile("python", ".log");
    try {
      int code = run(log, command);
      String said = Files.readString(log);
      assertThat(code).as(said).isZero();
      return said;
    } finally {
      Files.delete(log);
    }
  }

  private static int run(Path log, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    return Installation.end(builder.start());
  }
}
