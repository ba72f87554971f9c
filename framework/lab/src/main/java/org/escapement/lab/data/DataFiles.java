package org.escapement.lab.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.lab.data.fetch.PublishedSets;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** The files and folders that options name, and the words for what is wrong with them. */
final class DataFiles {
  private DataFiles() {}

  /**
   * A file or folder that an option names.
   *
   * @param what what it should be, such as {@code file of numbers}
   * @throws EscapementException DATA_MISSING if it is not there
   */
  static Path existing(String name, String what) {
    Path path = path(name, what);
    if (!Files.exists(path)) {
      throw missing(path, what, "is not there", "");
    }
    return path;
  }

  /**
   * A file or folder that an option names, by its path or as a data set of the store.
   *
   * @throws EscapementException DATA_MISSING if it is neither
   */
  static Path existing(String name, String what, DataStore store) {
    Path path = path(name, what);
    if (Files.exists(path)) {
      return path;
    }
    return store.find(name).orElseThrow(() -> missing(path, what, "is not there", fetching(name)));
  }

  /** How to get the data set that was probably meant; empty where none was. */
  private static String fetching(String name) {
    return NearMiss.of(name, PublishedSets.builtIn().names())
        .map(set -> "; 'escapement data fetch " + set + "' fetches " + set)
        .orElse("");
  }

  /**
   * A folder that an option names, by its path or as a data set of the store.
   *
   * @throws EscapementException DATA_MISSING if it is neither, or not a folder
   */
  static Path folder(String name, String what, DataStore store) {
    Path folder = existing(name, what, store);
    if (!Files.isDirectory(folder)) {
      throw missing(folder, what, "is not a folder", "");
    }
    return folder;
  }

  /**
   * A regular file that an option names.
   *
   * @throws EscapementException DATA_MISSING if it is not there, DATA_MALFORMED if it is no file
   */
  static Path file(String name, String what) {
    return regular(existing(name, what));
  }

  /**
   * The path itself.
   *
   * @throws EscapementException DATA_MALFORMED if it is a folder or a device
   */
  static Path regular(Path path) {
    if (!Files.isRegularFile(path)) {
      throw malformed(path, "is not a regular file");
    }
    return path;
  }

  /** The path of that name, where {@code ~/} is the user's own folder. */
  private static Path path(String name, String what) {
    try {
      return name.equals("~") || name.startsWith("~/")
          ? Path.of(System.getProperty("user.home") + name.substring(1))
          : Path.of(name);
    } catch (InvalidPathException e) {
      throw new EscapementException(
          ErrorCode.DATA_MISSING,
          "'" + OneLine.quoted(name) + "' cannot be the name of a " + kind(what),
          e);
    }
  }

  private static EscapementException missing(
      Path path, String what, String problem, String advice) {
    String kind = kind(what);
    return new EscapementException(
        ErrorCode.DATA_MISSING,
        kind
            + " '"
            + OneLine.path(path)
            + "'"
            + what.substring(kind.length())
            + " "
            + problem
            + " (looked at "
            + OneLine.path(path.toAbsolutePath().normalize())
            + ")"
            + advice);
  }

  private static String kind(String what) {
    int end = what.indexOf(' ');
    return end < 0 ? what : what.substring(0, end);
  }

  /** A failure to read, told apart: damaged compression is the file's, the rest the system's. */
  static EscapementException unreadable(Path path, IOException e) {
    if (e instanceof ZipException) {
      return malformed(path, "damaged compression: " + OneLine.reason(e));
    }
    if (e instanceof EOFException) {
      return malformed(path, "truncated");
    }
    if (e instanceof CharacterCodingException) {
      return malformed(path, "is not UTF-8 text");
    }
    return new EscapementException(
        ErrorCode.DATA_MISSING, OneLine.path(path) + ": cannot be read: " + OneLine.reason(e), e);
  }

  static EscapementException malformed(Path path, String what) {
    return new EscapementException(ErrorCode.DATA_MALFORMED, OneLine.path(path) + ": " + what);
  }

  static EscapementException mismatch(Path path, String what) {
    return new EscapementException(ErrorCode.DATA_MISMATCH, OneLine.path(path) + ": " + what);
  }

  static void closeQuietly(Closeable in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException ignored) {
      // nothing was written, so nothing is lost
    }
  }
}
