package org.escapement.host.plugin;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.escapement.lab.files.CacheFolder;
import org.escapement.lab.files.Sha256;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;

/**
 * Unpacked plugins, each in a folder named by the SHA-256 of its zip. So the folder of plugins may
 * be read-only, a replaced zip is another plugin whatever its date, and processes that start
 * together do not meet half a plugin.
 */
final class PluginCache {
  private final Path root;
  private final UnpackLimit limit;

  PluginCache(Path root, UnpackLimit limit) {
    this.root = root.toAbsolutePath();
    this.limit = limit;
  }

  /** The folder that everything is unpacked into. */
  Path root() {
    return root;
  }

  /**
   * Unpacks a zip, unless that was done before.
   *
   * @param sha256 the zip's digest
   * @return the folder, whose files are those of the zip with that digest and no others
   * @throws PluginFault if the file is no sound zip, is too large, reaches for files outside of
   *     itself, or cannot be written
   */
  Path unpack(Path zip, String sha256) throws PluginFault {
    Path target = root.resolve(sha256);
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      ZipExtraction extraction = new ZipExtraction(archive, limit);
      if (!Files.isDirectory(target) || !extraction.differingIn(target).isEmpty()) {
        extract(zip, sha256, target);
      }
      refuseStrangers(extraction, target);
      LibraryJars.check(target);
      return target;
    } catch (ZipException | EOFException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE, "is not a zip, or a damaged one: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE,
          "cannot be unpacked into "
              + root
              + " ("
              + OneLine.reason(e)
              + "); set "
              + CacheFolder.VARIABLE
              + " to a folder that can be written",
          e);
    }
  }

  /** From a copy of its own: nobody can replace that one between the digest and the content. */
  private void extract(Path zip, String sha256, Path target) throws IOException, PluginFault {
    Files.createDirectories(root);
    Path scratch = Files.createDirectory(root.resolve(sha256 + "." + UUID.randomUUID()));
    try {
      Path copy = scratch.resolve("zip");
      if (!Sha256.copy(zip, copy).equals(sha256)) {
        throw new PluginFault(
            ErrorCode.PLUGIN_FILE, "was replaced while it was being read; start again");
      }
      Path content = Files.createDirectory(scratch.resolve("content"));
      try (ZipFile archive = new ZipFile(copy.toFile())) {
        ZipExtraction extraction = new ZipExtraction(archive, limit);
        extraction.into(content);
        publish(extraction, content, target);
      }
    } finally {
      delete(scratch);
    }
  }

  private static void publish(ZipExtraction extraction, Path content, Path target)
      throws IOException {
    try {
      Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      mend(extraction, content, target);
    }
  }

  /**
   * The folder is there: another process was first, or files in it were removed or changed. It may
   * be in use, so nothing is taken away; what differs is put in, file by file.
   */
  private static void mend(ZipExtraction extraction, Path content, Path target) throws IOException {
    for (Path file : extraction.differingIn(target)) {
      Files.createDirectories(target.resolve(file).getParent());
      Files.move(content.resolve(file), target.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What is in the folder would be on the plugin's class path, without being in its digest. */
  private static void refuseStrangers(ZipExtraction extraction, Path target)
      throws IOException, PluginFault {
    List<Path> strangers = extraction.strangersIn(target);
    if (!strangers.isEmpty()) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE,
          "its unpacked copy "
              + target
              + " holds '"
              + strangers.get(0)
              + "', which the zip does not; remove that folder");
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> leavesFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      leavesFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : leavesFirst) {
      Files.deleteIfExists(path);
    }
  }
}
