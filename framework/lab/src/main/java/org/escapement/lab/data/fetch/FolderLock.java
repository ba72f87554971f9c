package org.escapement.lab.data.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * Keeps a folder to one fetch at a time, of this or any other process. The system takes the lock
 * from a process that ends; its file, {@code .fetch.lock}, stays.
 */
final class FolderLock implements Closeable {
  private static final String NAME = ".fetch.lock";
  private static final long POLL_MILLISECONDS = 200;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until the folder is free.
   *
   * @throws EscapementException DATA_FOLDER if nothing can be locked there
   */
  static FolderLock take(Path folder, FetchProgress progress) throws InterruptedException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        progress.note(OneLine.path(folder) + ": another process fetches into it; waiting");
        while (!lock(channel)) {
          Thread.sleep(POLL_MILLISECONDS);
        }
      }
      taken = true;
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.DATA_FOLDER,
          OneLine.path(folder)
              + ": cannot be locked ("
              + OneLine.reason(e)
              + "); choose another --to",
          e);
    } finally {
      if (!taken) {
        close(channel);
      }
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process holds it
    }
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException ignored) {
      // nothing was written, and the system frees the lock at the latest when the process ends
    }
  }
}
