package org.escapement.host.sweep.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.escapement.lab.text.OneLine;

/** The last words of a process. */
final class LogTail {
  private static final int BYTES = 4096;

  private LogTail() {}

  /** The last line of a file that is not blank, short enough to be quoted; else nothing. */
  static String of(Path file) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(BYTES, log.length())];
      log.seek(log.length() - end.length);
      log.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8).strip();
      return OneLine.quoted(text.substring(text.lastIndexOf('\n') + 1).strip());
    } catch (IOException e) {
      return "";
    }
  }
}
