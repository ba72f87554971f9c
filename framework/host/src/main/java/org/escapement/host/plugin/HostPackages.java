package org.escapement.host.plugin;

import java.util.List;
import java.util.stream.Stream;

/** The packages that plugins share with the host; everything else of the host is hidden. */
final class HostPackages {
  /** What plugins and host talk through: only the host's copy is right. */
  private static final List<String> CONTRACT =
      List.of("org.escapement.spi.", "org.escapement.engine.", "org.pf4j.", "org.slf4j.");

  /**
   * Tensors and their native libraries, which load once in a process. They come in parts, and a
   * plugin may bring a part that the host lacks (HDF5 for Keras files, say).
   */
  private static final List<String> TENSORS = List.of("org.nd4j.", "org.bytedeco.");

  private HostPackages() {}

  /** Whether a plugin may see the host's class. */
  static boolean shared(String className) {
    return Stream.concat(CONTRACT.stream(), TENSORS.stream()).anyMatch(className::startsWith);
  }

  /** Whether a class that the host lacks must not come from a plugin either. */
  static boolean hostOnly(String className) {
    return CONTRACT.stream().anyMatch(className::startsWith);
  }
}
