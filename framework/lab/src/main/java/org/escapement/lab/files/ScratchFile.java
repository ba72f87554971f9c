package org.escapement.lab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that serve for a moment. */
public final class ScratchFile {
  private ScratchFile() {}

  /**
   * Deletes one, or has it deleted when the program ends.
   *
   * @param file null if none was made
   */
  public static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
