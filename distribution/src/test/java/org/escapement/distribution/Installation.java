package org.escapement.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** The distribution as a user has it: unpacked from the zip, started by its launcher. */
final class Installation {
  /** Ends what hangs; many times what any command takes, so that a busy machine fails no test. */
  private static final long PATIENCE_SECONDS = 600;

  private final Path launcher;
  private final Path work;

  private Installation(Path launcher, Path work) {
    this.launcher = launcher;
    this.work = work;
  }

  /**
   * Unpacks the zip, permissions included.
   *
   * @param parent where to unpack it
   * @param work the folder that commands run in
   */
  static Installation unpack(Path parent, Path work) throws IOException {
    Path zip = Path.of(System.getProperty("distribution.zip"));
    try (FileSystem archive =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path top;
      try (var entries = Files.list(archive.getPath("/"))) {
        top = entries.findFirst().orElseThrow();
      }
      copy(top, parent);
      return new Installation(
          parent.resolve(top.getFileName().toString()).resolve("bin/escapement"), work);
    }
  }

  private static void copy(Path top, Path parent) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(target(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copied = Files.copy(file, target(file));
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            Files.setPosixFilePermissions(copied, permissions);
            return FileVisitResult.CONTINUE;
          }

          private Path target(Path entry) {
            return parent.resolve(entry.toString().substring(1));
          }
        });
  }

  /** The same installation started by another file, such as a link to the launcher. */
  Installation startedBy(Path other) {
    return new Installation(other, work);
  }

  /** The folder that everything was unpacked into. */
  Path home() {
    return launcher.getParent().getParent();
  }

  Path launcher() {
    return launcher;
  }

  /** The folder that commands run in. */
  Path work() {
    return work;
  }

  /**
   * What a command did.
   *
   * @param code its exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Outcome(int code, String out, String err) {}

  /** Runs a command to its end. */
  Outcome run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs a command to its end with further environment variables. */
  Outcome run(Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile("escapement", ".out");
      Path err = Files.createTempFile("escapement", ".err");
      try {
        Process process = start(environment, out, err, arguments);
        return new Outcome(end(process), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command; its output goes to files. */
  Process start(Map<String, String> environment, Path out, Path err, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ESCAPEMENT_"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ESCAPEMENT_CACHE", work.resolve(".cache").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The exit code; a process that does not end fails the test. */
  static int end(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Assertions.fail("still runs after " + PATIENCE_SECONDS + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
