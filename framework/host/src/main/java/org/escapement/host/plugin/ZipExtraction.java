package org.escapement.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.escapement.spi.error.ErrorCode;

/** The content of a zip and its extraction, on guard against slips, bombs and damage. */
final class ZipExtraction {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ZipFile archive;
  private final UnpackLimit limit;
  private final Map<Path, ZipEntry> files = new LinkedHashMap<>();

  /**
   * Lists the files of an archive, which stays the caller's to close.
   *
   * @throws PluginFault if there are too many entries, or one points outside the archive
   */
  ZipExtraction(ZipFile archive, UnpackLimit limit) throws PluginFault {
    this.archive = archive;
    this.limit = limit;
    if (archive.size() > limit.entries()) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE,
          "has " + archive.size() + " entries, at most " + limit.entries() + " are allowed");
    }
    List<? extends ZipEntry> entries = Collections.list(archive.entries());
    long declared = 0;
    for (ZipEntry entry : entries) {
      Path path = inside(entry);
      declared += Math.max(0, entry.getSize());
      if (declared > limit.bytes()) {
        throw tooLarge();
      }
      if (!entry.isDirectory() && files.put(path, entry) != null) {
        throw new PluginFault(ErrorCode.PLUGIN_FILE, "has two entries '" + entry.getName() + "'");
      }
    }
  }

  private static Path inside(ZipEntry entry) throws PluginFault {
    Path base = Path.of("base").toAbsolutePath();
    try {
      Path path = base.resolve(entry.getName()).normalize();
      if (path.startsWith(base) && (entry.isDirectory() || !path.equals(base))) {
        return base.relativize(path);
      }
    } catch (InvalidPathException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_FILE, "has an entry '" + entry.getName() + "', which is no path", e);
    }
    throw new PluginFault(
        ErrorCode.PLUGIN_FILE,
        "has an entry '" + entry.getName() + "', which points outside of it");
  }

  private PluginFault tooLarge() {
    return new PluginFault(
        ErrorCode.PLUGIN_FILE,
        "unpacks to more than the " + limit.bytes() + " bytes that are allowed");
  }

  /** The files that are missing in a folder, or have another content there. */
  List<Path> differingIn(Path folder) throws IOException {
    List<Path> differing = new ArrayList<>();
    for (Map.Entry<Path, ZipEntry> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path)
          || Files.size(path) != file.getValue().getSize()
          || checksum(path) != file.getValue().getCrc()) {
        differing.add(file.getKey());
      }
    }
    return differing;
  }

  private static long checksum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return checksum.getValue();
  }

  /** The files in a folder that the archive does not hold. */
  List<Path> strangersIn(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> !Files.isDirectory(path))
          .map(folder::relativize)
          .filter(path -> !files.containsKey(path))
          .toList();
    }
  }

  /**
   * Writes all files into an empty folder. Bytes are counted as they come: sizes that an archive
   * declares can lie.
   *
   * @throws PluginFault if they are too large
   * @throws ZipException if a file is damaged
   */
  void into(Path folder) throws IOException, PluginFault {
    long left = limit.bytes();
    for (Map.Entry<Path, ZipEntry> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      left -= copy(file.getValue(), path, left);
    }
  }

  private long copy(ZipEntry entry, Path path, long most) throws IOException, PluginFault {
    CRC32 checksum = new CRC32();
    long written = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = new CheckedInputStream(archive.getInputStream(entry), checksum);
        OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        written += read;
        if (written > most) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
    }
    if (checksum.getValue() != entry.getCrc() || written != entry.getSize()) {
      throw new ZipException("entry '" + entry.getName() + "' is damaged");
    }
    return written;
  }
}
