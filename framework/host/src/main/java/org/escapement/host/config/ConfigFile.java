package org.escapement.host.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Reads the text of a config file. */
final class ConfigFile {
  private static final int MOST_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigFile() {}

  /**
   * Reads the whole file.
   *
   * @throws EscapementException CONFIG_UNREADABLE if it is not a readable file of UTF-8 text of at
   *     most 1 MiB
   */
  static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw unreadable(file.toString(), "is a directory, must be a YAML file", null);
    }
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "no such file", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file.toString(), "no permission to read it", e);
    } catch (IOException e) {
      throw unreadable(file.toString(), "cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MOST_BYTES) {
      throw unreadable(file.toString(), "is larger than 1 MiB, the most a config may have", null);
    }
    String text = decode(file, bytes);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static String decode(Path file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // UTF-8 never has more characters than bytes
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw unreadable(file + ":" + lineOf(bytes, in.position()), "not UTF-8 text", null);
    }
    return out.flip().toString();
  }

  private static int lineOf(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }

  private static EscapementException unreadable(String where, String problem, Throwable cause) {
    return new EscapementException(
        ErrorCode.CONFIG_UNREADABLE, OneLine.of(where + ": " + problem), cause);
  }
}
