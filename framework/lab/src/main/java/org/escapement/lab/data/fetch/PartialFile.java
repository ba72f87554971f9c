package org.escapement.lab.data.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.escapement.lab.files.Sha256;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The bytes of a file that have come so far: {@code NAME.part}, and beside it {@code
 * NAME.part.origin}, which tells from where they came and which version they are of. They outlive
 * the process. Every failure to write is DATA_FOLDER.
 */
final class PartialFile implements Closeable {
  private final Path target;
  private final Path partial;
  private final Path origin;
  private final FileChannel channel;
  private long length;
  private boolean continued;

  private PartialFile(Path target, Path partial, Path origin, FileChannel channel, long length) {
    this.target = target;
    this.partial = partial;
    this.origin = origin;
    this.channel = channel;
    this.length = length;
  }

  private static Path partial(Path target) {
    return target.resolveSibling(target.getFileName() + ".part");
  }

  /** How many bytes are there of a file; 0 if it was not begun. */
  static long lengthOf(Path target) throws IOException {
    Path partial = partial(target);
    return Files.exists(partial) ? Files.size(partial) : 0;
  }

  /** Opens what is there of a file, or begins it. */
  static PartialFile open(Path target) {
    Path partial = partial(target);
    Path origin = target.resolveSibling(target.getFileName() + ".part.origin");
    try {
      FileChannel channel =
          FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new PartialFile(target, partial, origin, channel, channel.size());
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
  }

  /** How many bytes are there. */
  long length() {
    return length;
  }

  /** Whether the bytes came in more than one answer, which need not be of one version. */
  boolean isContinued() {
    return continued;
  }

  /** Goes on behind the bytes that are there. */
  void goOn() {
    continued = true;
  }

  /** Throws all bytes away. */
  void startOver() {
    try {
      channel.truncate(0);
      Files.deleteIfExists(origin);
      length = 0;
      continued = false;
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
  }

  void append(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        length += channel.write(bytes, length);
      }
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
  }

  /** Notes which version of the file at an address the bytes are of. */
  void cameFrom(URI address, String validator) {
    try {
      Files.writeString(origin, address + "\n" + validator + "\n");
    } catch (IOException e) {
      throw unwritable(origin, e);
    }
  }

  /** The version that was noted for that address, if any. */
  Optional<String> validator(URI address) {
    try {
      List<String> lines = Files.readAllLines(origin);
      return lines.size() == 2
              && lines.get(0).equals(address.toString())
              && lines.get(1).chars().allMatch(c -> c >= ' ' && c < 127)
          ? Optional.of(lines.get(1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // none was noted; the checksum tells in the end
    }
  }

  /** The digest of what is there. */
  String sha256() {
    try {
      return Sha256.of(partial);
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
  }

  /** Gives the file its name, replacing one that is there. */
  void complete() {
    try {
      channel.force(true);
      channel.close();
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(origin);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Leaves what is there for another time; nothing, if that is nothing. */
  @Override
  public void close() {
    try {
      channel.close();
      if (length == 0) {
        Files.deleteIfExists(partial);
        Files.deleteIfExists(origin);
      }
    } catch (IOException e) {
      throw unwritable(partial, e);
    }
  }

  private static EscapementException unwritable(Path path, IOException e) {
    return new EscapementException(
        ErrorCode.DATA_FOLDER,
        OneLine.path(path) + ": cannot be written (" + OneLine.reason(e) + "); choose another --to",
        e);
  }
}
