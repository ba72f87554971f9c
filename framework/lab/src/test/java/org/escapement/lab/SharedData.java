package org.escapement.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data sets that lie beside the project on some machines and are no part of it. */
public final class SharedData {
  private SharedData() {}

  /** The folder of a data set; a test that asks for it is skipped, aloud, where it is missing. */
  public static Path folder(String name) {
    Path root = Path.of("").toAbsolutePath();
    while (root != null
        && !(Files.exists(root.resolve("pom.xml")) && Files.exists(root.resolve("framework")))) {
      root = root.getParent();
    }
    Assumptions.assumeTrue(root != null, "the project's root was not found");
    Path folder = root.resolveSibling("shared").resolve("data").resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder), "SKIPPED: no real data in " + folder + ", get it to run this");
    return folder;
  }
}
