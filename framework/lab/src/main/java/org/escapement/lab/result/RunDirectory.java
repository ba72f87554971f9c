package org.escapement.lab.result;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;
import org.escapement.lab.files.Disk;
import org.escapement.lab.files.Trees;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The folder of a run's results, which appears under its name only when it is complete: a killed
 * run never leaves half of one behind. Until then its files gather in a hidden folder beside it,
 * {@code .NAME.partial-PROCESS-…}; one whose process is gone can be removed.
 *
 * <pre>{@code
 * try (RunDirectory run = RunDirectory.create(target)) {
 *   AtomicFiles.write(run.file("results.json"), results::writeTo);
 *   run.complete();
 * }
 * }</pre>
 */
public final class RunDirectory implements Closeable {
  /** The file with the config, every default filled in. */
  public static final String CONFIG = "config.resolved.yaml";

  /** The file with the parameters at the minimum. */
  public static final String MINIMUM = "minimum.safetensors";

  /** The table of a comparison, which has several minima. */
  public static final String COMPARISON = "comparison.csv";

  private final Path target;
  private final Path partial;
  private boolean keep;
  private boolean completed;

  private RunDirectory(Path target, Path partial) {
    this.target = target;
    this.partial = partial;
  }

  /**
   * Starts a run directory; parents of the target are made where they lack.
   *
   * @param target a name that is free, or an empty folder
   * @throws EscapementException OUTPUT if the target is taken or nothing can be written beside it
   */
  public static RunDirectory create(Path target) {
    Path path = target.toAbsolutePath().normalize();
    if (path.getFileName() == null) {
      throw failure(target, "cannot be a run directory; choose another --out", null);
    }
    checkFree(target, path);
    Path partial =
        path.resolveSibling(
            "."
                + path.getFileName()
                + ".partial-"
                + ProcessHandle.current().pid()
                + "-"
                + UUID.randomUUID());
    try {
      Disk.createFolders(path.getParent());
      Files.createDirectory(partial);
    } catch (IOException e) {
      throw failure(
          target,
          "nothing can be written in "
              + OneLine.path(path.getParent())
              + " ("
              + OneLine.reason(e)
              + "); choose another --out",
          e);
    }
    return new RunDirectory(path, partial);
  }

  private static void checkFree(Path asGiven, Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw failure(
          asGiven, "is there and is not a folder; choose another --out or remove it", null);
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw failure(
            asGiven, "is there and is not empty; choose another --out or remove it", null);
      }
    } catch (IOException e) {
      throw failure(asGiven, "cannot be listed (" + OneLine.reason(e) + ")", e);
    }
  }

  /** Where the results will be. */
  public Path target() {
    return target;
  }

  /**
   * Where a file is to be written now, and read after {@link #complete()}.
   *
   * @param name a path inside the run directory, such as {@code metrics.csv}; folders in it are
   *     made
   */
  public Path file(String name) {
    Path folder = completed ? target : partial;
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder) || file.equals(folder)) {
      throw new IllegalArgumentException("'" + name + "' is not inside the run directory");
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw failure(target, "cannot be written (" + OneLine.reason(e) + ")", e);
    }
    return file;
  }

  /**
   * Forces all files to the disk and gives the folder its name.
   *
   * @throws EscapementException OUTPUT if the name was taken in the meantime; what was written then
   *     stays where the message says
   */
  public void complete() {
    if (completed) {
      throw new IllegalStateException(target + " is complete already");
    }
    try {
      Disk.forceTree(partial);
    } catch (IOException e) {
      throw failure(target, "cannot be written (" + OneLine.reason(e) + ")", e);
    }
    try {
      rename();
      completed = true;
    } catch (IOException e) {
      keep = true;
      throw failure(
          target,
          "was taken while the run went on ("
              + OneLine.reason(e)
              + "); the results are in "
              + OneLine.path(partial),
          e);
    }
    Disk.forceFolder(target.getParent());
  }

  private void rename() throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Not every file system renames onto an empty folder; delete refuses a full one.
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      Files.delete(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Removes everything that was written, unless it is complete. */
  @Override
  public void close() {
    if (completed || keep) {
      return;
    }
    try {
      Trees.delete(partial);
    } catch (IOException e) {
      throw failure(partial, "cannot be removed (" + OneLine.reason(e) + ")", e);
    }
  }

  private static EscapementException failure(Path path, String what, IOException cause) {
    return new EscapementException(ErrorCode.OUTPUT, OneLine.path(path) + ": " + what, cause);
  }
}
