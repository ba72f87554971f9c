package org.escapement.lab.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * Batches inside a gzip-compressed tar archive, in whatever order they are packed. It is read as a
 * stream to its end, checksum included; nothing is unpacked.
 */
record CifarArchive(Path archive) implements CifarBatches {
  private static final int CHUNK = 1 << 16;

  @Override
  public void read(List<String> names, Reader reader) {
    DataFiles.regular(archive);
    Set<String> found = new HashSet<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), CHUNK);
        HeaderLimit limited = new HeaderLimit(new GZIPInputStream(in, CHUNK));
        TarArchiveInputStream tar = new TarArchiveInputStream(limited, "UTF-8")) {
      for (TarArchiveEntry entry = next(tar, limited); entry != null; entry = next(tar, limited)) {
        String name = fileName(entry);
        int batch = names.indexOf(name);
        if (batch < 0) {
          continue;
        }
        if (!entry.isFile() || entry.isSparse()) {
          throw DataFiles.malformed(locate(name), "is not a regular file");
        }
        if (!found.add(name)) {
          throw DataFiles.malformed(locate(name), "is there twice");
        }
        reader.read(batch, tar);
      }
      drain(limited);
    } catch (ZipException | EOFException e) {
      throw DataFiles.unreadable(archive, e);
    } catch (IOException e) {
      throw Files.isReadable(archive)
          ? DataFiles.malformed(archive, "damaged archive: " + OneLine.reason(e))
          : DataFiles.unreadable(archive, e);
    }
    for (String name : names) {
      if (!found.contains(name)) {
        throw new EscapementException(
            ErrorCode.DATA_MISSING, OneLine.path(archive) + ": holds no " + name);
      }
    }
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, HeaderLimit limited)
      throws IOException {
    if (tar.getCurrentEntry() != null) {
      drain(tar);
    }
    limited.impose();
    TarArchiveEntry entry = tar.getNextEntry();
    limited.lift();
    return entry;
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[CHUNK];
    while (in.read(buffer) >= 0) {
      // read for its checksum
    }
  }

  private static String fileName(TarArchiveEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  @Override
  public Path locate(String name) {
    return Path.of(archive + "!").resolve(name);
  }
}
