package org.escapement.host.run;

import java.util.concurrent.locks.ReentrantLock;
import org.escapement.lab.result.RunDirectory;
import org.escapement.spi.error.EscapementException;

/**
 * Removes an incomplete run directory when the process is told to end (Ctrl-C, SIGTERM). Files that
 * are being written at that moment are finished first; then the directory is whole and stays.
 */
final class Interruption implements AutoCloseable {
  private final RunDirectory directory;
  private final ReentrantLock writing = new ReentrantLock();
  private final Thread removal = new Thread(this::remove, "remove partial run");

  private Interruption(RunDirectory directory) {
    this.directory = directory;
  }

  /** Watches over a directory until it is closed, which closes the directory too. */
  static Interruption watch(RunDirectory directory) {
    Interruption interruption = new Interruption(directory);
    Runtime.getRuntime().addShutdownHook(interruption.removal);
    return interruption;
  }

  /** Does what makes the directory whole, without an end of the process in between. */
  void finish(Runnable writer) {
    writing.lock();
    try {
      writer.run();
    } finally {
      writing.unlock();
    }
  }

  private void remove() {
    writing.lock(); // for good: nobody shall write any more
    try {
      directory.close();
    } catch (EscapementException e) {
      // what is left has a name that says so, and there is nobody to tell
    }
  }

  @Override
  public void close() {
    finish(directory::close);
    try {
      Runtime.getRuntime().removeShutdownHook(removal);
    } catch (IllegalStateException e) {
      // the process is ending already
    }
  }
}
