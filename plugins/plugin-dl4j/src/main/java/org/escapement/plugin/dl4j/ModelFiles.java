package org.escapement.plugin.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** What the readers of model files have in common: where a file is, and how it is refused. */
final class ModelFiles {
  /** Of a reason that a library gives. */
  private static final int LONGEST_REASON = 300;

  /** The file's array, the network's two, the gradient, and the points of a run. */
  private static final long VECTORS_NEEDED = 6;

  private ModelFiles() {}

  /** What a reader does with a file. */
  interface Reading {
    /** Reads it. */
    SavedNetwork from(Path file) throws Exception;
  }

  /**
   * Reads a file; whatever a damaged one makes its reader throw becomes one line.
   *
   * @param name as the config has it; {@code ~/} is the user's home
   * @throws EscapementException DATA_MISSING, DATA_MALFORMED, MODEL_UNSUPPORTED, MEMORY
   */
  static SavedNetwork read(String name, Reading reading) {
    try {
      return reading.from(file(name));
    } catch (EscapementException e) {
      throw new EscapementException(e.code(), name + ": " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new EscapementException(
          ErrorCode.MEMORY, name + ": needs more memory than Java has: " + reason(e), e);
    } catch (Exception | StackOverflowError | LinkageError e) {
      throw new EscapementException(ErrorCode.DATA_MALFORMED, name + ": " + reason(e), e);
    }
  }

  private static Path file(String name) {
    Path file;
    try {
      file =
          name.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), name.substring(2))
              : Path.of(name);
    } catch (InvalidPathException e) {
      throw new EscapementException(ErrorCode.DATA_MISSING, "is no path of this system", e);
    }
    if (!Files.exists(file)) {
      throw new EscapementException(ErrorCode.DATA_MISSING, "there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new EscapementException(ErrorCode.DATA_MALFORMED, "is no regular file");
    }
    if (!Files.isReadable(file)) {
      throw new EscapementException(ErrorCode.DATA_MISSING, "cannot be read: permission denied");
    }
    return file;
  }

  /** The first bytes of a file, as many as there are. */
  static byte[] begin(Path file, int bytes) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  /**
   * Refuses what this machine cannot hold, before it is allocated.
   *
   * @throws EscapementException MEMORY
   */
  static void requireMemory(long entries) {
    long available = Pointer.availablePhysicalBytes();
    if (entries > Integer.MAX_VALUE
        || (available > 0 && entries * Double.BYTES > available / VECTORS_NEEDED)) {
      throw new EscapementException(
          ErrorCode.MEMORY,
          "a network of " + entries + " parameters, more than this machine has memory for");
    }
  }

  /** One line, not too long, of what a library says. */
  static String reason(Throwable failure) {
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ").strip();
    if (line.length() > LONGEST_REASON) {
      line = line.substring(0, LONGEST_REASON) + "…";
    }
    return line.isEmpty() ? failure.getClass().getSimpleName() : line;
  }

  static EscapementException malformed(String message) {
    return new EscapementException(ErrorCode.DATA_MALFORMED, message);
  }

  static EscapementException unsupported(String message) {
    return new EscapementException(ErrorCode.MODEL_UNSUPPORTED, message);
  }
}
