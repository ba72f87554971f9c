package org.escapement.host.sweep.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The right to work in a sweep's folder. The system takes it back when the process ends, however it
 * ends, so that a kill leaves no stale lock.
 */
public final class SweepLock implements AutoCloseable {
  private static final String SWEEP = ".lock";
  private static final String WORKERS = ".workers";
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_MILLIS = 20;

  private final FileChannel channel;

  /** Whether a file of that name at the top of a sweep's folder is a lock. */
  static boolean isLock(String name) {
    return name.equals(SWEEP) || name.equals(WORKERS);
  }

  private SweepLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right to run a sweep, once the workers of one that was killed are gone.
   *
   * @throws EscapementException OUTPUT if another sweep works there, or its workers do not end
   */
  public static SweepLock ofSweep(SweepDirectory directory) {
    FileChannel channel = open(directory, SWEEP);
    if (!taken(directory, channel, false)) {
      close(channel);
      throw failure(directory, "another sweep works in it; wait for its end", null);
    }
    FileChannel workers = open(directory, WORKERS);
    try {
      long start = System.nanoTime();
      while (!taken(directory, workers, false)) {
        if (System.nanoTime() - start > PATIENCE) {
          close(channel);
          throw failure(directory, "worker processes of an earlier sweep still work in it", null);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close(channel);
      throw failure(directory, "interrupted while waiting for its lock", null);
    } finally {
      close(workers);
    }
    return new SweepLock(channel);
  }

  /** Tells, for as long as the process lives, that a worker is here. */
  public static SweepLock ofWorker(SweepDirectory directory) {
    FileChannel channel = open(directory, WORKERS);
    try {
      channel.lock(0, Long.MAX_VALUE, true);
    } catch (IOException e) {
      throw failure(directory, "cannot be locked (" + OneLine.reason(e) + ")", e);
    }
    return new SweepLock(channel);
  }

  private static boolean taken(SweepDirectory directory, FileChannel channel, boolean shared) {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw failure(directory, "cannot be locked (" + OneLine.reason(e) + ")", e);
    }
  }

  private static FileChannel open(SweepDirectory directory, String name) {
    Path file = directory.path().resolve(name);
    try {
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failure(directory, "cannot be locked (" + OneLine.reason(e) + ")", e);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock is gone with the process at the latest
    }
  }

  private static EscapementException failure(
      SweepDirectory directory, String what, IOException cause) {
    return new EscapementException(
        ErrorCode.OUTPUT, OneLine.path(directory.path()) + ": " + what, cause);
  }

  @Override
  public void close() {
    close(channel);
  }
}
