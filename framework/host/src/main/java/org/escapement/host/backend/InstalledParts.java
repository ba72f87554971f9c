package org.escapement.host.backend;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which backends this installation has the jars of.
 *
 * @param cuda the wrappers of direct CUDA
 * @param nd4jCuda ND4J's CUDA backend
 */
public record InstalledParts(boolean cuda, boolean nd4jCuda) {

  /**
   * @param home the unpacked distribution, or null if this is none
   */
  static InstalledParts in(Path home) {
    if (home == null) {
      return new InstalledParts(false, false);
    }
    Path lib = home.resolve("lib");
    return new InstalledParts(
        holds(lib.resolve(Backend.CUDA.id()), "escapement-cuda-*.jar"),
        holds(lib.resolve(Backend.ND4J_CUDA.id()), "nd4j-cuda-*.jar"));
  }

  private static boolean holds(Path folder, String pattern) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, pattern)) {
      return jars.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
