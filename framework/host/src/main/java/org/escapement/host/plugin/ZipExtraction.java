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
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

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
          "has " + archive.size() + " entries, at most " + limit.entries() + " are allowed");
    }
    List<? extends ZipEntry> entries = Collections.list(archive.entries());
    for (ZipEntry entry : entries) {
      Path path = inside(entry);
      if (!entry.isDirectory() && files.put(path, entry) != null) {
        throw new PluginFault("has two entries '" + entry.getName() + "'");
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
      throw new PluginFault("has an entry '" + entry.getName() + "', which is no path", e);
    }
    throw new PluginFault("has an entry '" + entry.getName() + "', which points outside of it");
  }

  /** The files that are missing in a folder, or have another size there. */
  List<Path> missingIn(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Map.Entry<Path, ZipEntry> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || Files.size(path) != file.getValue().getSize()) {
        missing.add(file.getKey());
      }
    }
    return missing;
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
          throw new PluginFault(
              "unpacks to more than the " + limit.bytes() + " bytes that are allowed");
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
