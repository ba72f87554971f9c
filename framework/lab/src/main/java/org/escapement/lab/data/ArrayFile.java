package org.escapement.lab.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * A file that lies in a folder or in a zip archive, with a length that was measured, not promised.
 *
 * @param path the file or the archive
 * @param entry the name in the archive, or null
 * @param size its length in bytes
 */
record ArrayFile(Path path, String entry, long size) {
  private static final int CHUNK = 1 << 16;

  /** Takes the content. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * The array of that name.
   *
   * @param archive the archive, or null where the name is a file's
   * @throws EscapementException DATA_MISSING or DATA_MALFORMED
   */
  static ArrayFile of(String archive, String name) {
    if (archive == null) {
      Path path = DataFiles.file(name, "file of an array");
      try {
        return new ArrayFile(path, null, Files.size(path));
      } catch (IOException e) {
        throw DataFiles.unreadable(path, e);
      }
    }
    Path path = DataFiles.file(archive, "archive of arrays");
    ArrayFile unmeasured = new ArrayFile(path, name + ".npy", -1);
    return new ArrayFile(path, name + ".npy", unmeasured.read(ArrayFile::measure));
  }

  private static long measure(InputStream in) throws IOException {
    byte[] buffer = new byte[CHUNK];
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
    }
    return size;
  }

  /** Hands the content to a reader; from an archive, its checksum is checked at its end. */
  <T> T read(Reader<T> reader) {
    try {
      return entry == null ? readFile(reader) : readEntry(reader);
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
  }

  private <T> T readFile(Reader<T> reader) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      return reader.read(in);
    }
  }

  private <T> T readEntry(Reader<T> reader) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        throw new EscapementException(
            ErrorCode.DATA_MISMATCH,
            OneLine.path(path) + ": holds no array '" + OneLine.quoted(entry) + "'");
      }
      CRC32 sum = new CRC32();
      try (InputStream in =
          new CheckedInputStream(new BufferedInputStream(zip.getInputStream(found), CHUNK), sum)) {
        T result = reader.read(in);
        if (in.read() < 0 && sum.getValue() != found.getCrc()) {
          throw new ZipException("wrong checksum of " + OneLine.quoted(entry));
        }
        return result;
      }
    } catch (IllegalArgumentException e) {
      throw DataFiles.malformed(path, "damaged archive: " + OneLine.reason(e));
    }
  }

  EscapementException malformed(String what) {
    return new EscapementException(ErrorCode.DATA_MALFORMED, where() + ": " + what);
  }

  EscapementException mismatch(String what) {
    return new EscapementException(ErrorCode.DATA_MISMATCH, where() + ": " + what);
  }

  private String where() {
    return OneLine.path(path) + (entry == null ? "" : "!/" + OneLine.quoted(entry));
  }
}
