package org.escapement.lab.result;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.escapement.lab.files.Disk;

/** Writes files that are either there in full or not at all. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /**
   * Writes a file under a temporary name beside it, forces it to the disk and renames it, replacing
   * an older file; then forces the new name. If anything fails, the temporary file is removed and
   * an older file stays.
   *
   * @param target the file, in a folder that exists
   * @param content writes the bytes; it need not buffer, nor close the stream
   */
  public static void write(Path target, IOConsumer<OutputStream> content) throws IOException {
    Path path = target.toAbsolutePath();
    Path temporary =
        path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      writeAndForce(temporary, content);
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (Throwable failure) {
      deleteAfter(failure, temporary);
      throw failure;
    }
    Disk.forceFolder(path.getParent());
  }

  private static void writeAndForce(Path temporary, IOConsumer<OutputStream> content)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      content.accept(out);
      out.flush();
      channel.force(true);
    }
  }

  private static void deleteAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
