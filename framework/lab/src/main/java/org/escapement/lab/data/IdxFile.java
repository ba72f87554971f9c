package org.escapement.lab.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * One IDX file of unsigned bytes, plain or gzip, read once from front to back in constant memory.
 * Nothing is allocated on the word of its header.
 */
final class IdxFile implements Closeable {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int CHUNK = 1 << 16;

  /** The DEFLATE format cannot expand a byte to more than this. */
  private static final long LARGEST_EXPANSION = 1032;

  private final Path path;
  private final InputStream in;
  private final int[] dimensions;
  private final long payload;
  private long consumed;

  private IdxFile(Path path, InputStream in, int[] dimensions) {
    this.path = path;
    this.in = in;
    this.dimensions = dimensions;
    this.payload = Arrays.stream(dimensions).asLongStream().reduce(1, (a, b) -> a * b);
  }

  /**
   * Opens {@code name}, or else {@code name.gz}, and checks its header against its length.
   *
   * @param rank the number of dimensions it has to have: 3 for images, 1 for labels
   * @throws EscapementException DATA_MISSING if neither is there or it cannot be read,
   *     DATA_MALFORMED if it is not such a file
   */
  static IdxFile open(Path folder, String name, int rank) {
    Path path = locate(folder, name);
    DataFiles.regular(path);
    InputStream in = null;
    try {
      long size = Files.size(path);
      boolean compressed = path.getFileName().toString().endsWith(".gz");
      in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
      if (compressed) {
        in = new GZIPInputStream(in, CHUNK);
      }
      int[] dimensions = header(path, in, rank);
      IdxFile file = new IdxFile(path, in, dimensions);
      file.checkLength(size, compressed);
      in = null; // now the file's to close
      return file;
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      DataFiles.closeQuietly(in);
    }
  }

  private static Path locate(Path folder, String name) {
    Path plain = folder.resolve(name);
    Path compressed = folder.resolve(name + ".gz");
    if (Files.exists(plain)) {
      return plain;
    }
    if (Files.exists(compressed)) {
      return compressed;
    }
    throw new EscapementException(
        ErrorCode.DATA_MISSING,
        OneLine.path(folder) + ": holds neither " + name + " nor " + name + ".gz");
  }

  private static int[] header(Path path, InputStream in, int rank) throws IOException {
    byte[] bytes = in.readNBytes(Integer.BYTES * (1 + rank));
    if (bytes.length < Integer.BYTES * (1 + rank)) {
      throw DataFiles.malformed(path, "ends inside its header, after " + bytes.length + " bytes");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    int expected = UNSIGNED_BYTE << 8 | rank;
    int magic = header.getInt();
    if (magic != expected) {
      throw DataFiles.malformed(
          path, String.format(Locale.ROOT, "magic number 0x%08x, must be 0x%08x", magic, expected));
    }
    int[] dimensions = new int[rank];
    header.asIntBuffer().get(dimensions);
    long item = 1;
    for (int i = 0; i < rank; i++) {
      int least = i == 0 ? 0 : 1;
      item *= i == 0 ? 1 : dimensions[i];
      if (dimensions[i] < least || item > Integer.MAX_VALUE) {
        throw DataFiles.malformed(path, "impossible dimensions " + asFound(dimensions));
      }
    }
    return dimensions;
  }

  private static String asFound(int[] dimensions) {
    return Arrays.stream(dimensions)
        .mapToObj(Integer::toUnsignedString)
        .collect(Collectors.joining(" x "));
  }

  private void checkLength(long size, boolean compressed) {
    long promised = payload + Integer.BYTES * (1L + dimensions.length);
    if (compressed ? promised / LARGEST_EXPANSION > size : promised > size) {
      throw DataFiles.malformed(
          path,
          "truncated: its header promises "
              + promised
              + " bytes, it holds "
              + size
              + (compressed ? " compressed ones" : ""));
    }
    if (!compressed && promised < size) {
      throw DataFiles.malformed(
          path,
          "its header promises " + promised + " bytes, but " + (size - promised) + " more follow");
    }
  }

  /** The file itself, for messages. */
  Path path() {
    return path;
  }

  /** The number of items. */
  int count() {
    return dimensions[0];
  }

  /** The length along a dimension. */
  int dimension(int index) {
    return dimensions[index];
  }

  /**
   * Reads the next bytes.
   *
   * @return how many were read: {@code wanted}, or the length of the buffer if that is less
   * @throws EscapementException DATA_MALFORMED if the file ends before
   */
  int read(byte[] buffer, long wanted) {
    int length = (int) Math.min(wanted, buffer.length);
    try {
      int read = in.readNBytes(buffer, 0, length);
      consumed += read;
      if (read < length) {
        throw truncated();
      }
      return length;
    } catch (EOFException e) {
      throw truncated();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The bytes that were not read yet. */
  long remaining() {
    return payload - consumed;
  }

  /**
   * Reads what is left, so that damage behind the used part is noticed too.
   *
   * @throws EscapementException DATA_MALFORMED if bytes are missing, damaged or follow
   */
  void finish() {
    byte[] buffer = new byte[CHUNK];
    while (remaining() > 0) {
      read(buffer, remaining());
    }
    try {
      if (in.read() >= 0) {
        throw DataFiles.malformed(
            path, "bytes follow after the " + payload + " that its header promises");
      }
    } catch (EOFException e) {
      throw truncated();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private EscapementException truncated() {
    return DataFiles.malformed(
        path, "truncated: holds fewer than the " + payload + " bytes that its header promises");
  }

  private static EscapementException unreadable(Path path, IOException e) {
    if (e instanceof ZipException) {
      return DataFiles.malformed(path, "damaged gzip: " + OneLine.joined(e.getMessage()));
    }
    return e instanceof EOFException
        ? DataFiles.malformed(path, "truncated gzip")
        : DataFiles.unreadable(path, e);
  }

  @Override
  public void close() {
    DataFiles.closeQuietly(in);
  }
}
