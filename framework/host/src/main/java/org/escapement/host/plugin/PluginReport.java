package org.escapement.host.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of one file in a folder of plugins.
 *
 * @param file the file
 * @param sha256 its digest in lower case hexadecimal, where it could be read
 * @param id the plugin's id, where its descriptor could be read
 * @param version the plugin's version, where its descriptor could be read
 * @param provides what can be used, such as {@code optimizer adam}; a fault of one component leaves
 *     the plugin's other components usable
 * @param fault what is wrong, in one line
 */
public record PluginReport(
    Path file,
    Optional<String> sha256,
    Optional<String> id,
    Optional<String> version,
    List<String> provides,
    Optional<String> fault) {

  /** Whether everything in the file can be used. */
  public enum Status {
    /** Everything can be used. */
    OK,
    /** Something, or all of it, cannot. */
    FAULT
  }

  public PluginReport {
    provides = List.copyOf(provides);
  }

  /** {@link Status#FAULT} where there is a fault. */
  public Status status() {
    return fault.isPresent() ? Status.FAULT : Status.OK;
  }
}
