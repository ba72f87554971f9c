package org.escapement.host.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.escapement.spi.error.ErrorCode;

/**
 * What became of one file in a folder of plugins.
 *
 * @param file the file
 * @param bytes its size, where it is a file that could be measured
 * @param sha256 its digest in lower case hexadecimal, where it could be read
 * @param id the plugin's id, where its descriptor could be read
 * @param version the plugin's version, where its descriptor could be read
 * @param provides what can be used, such as {@code optimizer adam}; a fault of one component leaves
 *     the plugin's other components usable
 * @param faults what is wrong
 */
public record PluginReport(
    Path file,
    Optional<Long> bytes,
    Optional<String> sha256,
    Optional<String> id,
    Optional<String> version,
    List<String> provides,
    List<Fault> faults) {

  /** Whether everything in the file can be used. */
  public enum Status {
    /** Everything can be used. */
    OK,
    /** Something, or all of it, cannot. */
    FAULT
  }

  /**
   * One thing that is wrong.
   *
   * @param code what kind of thing
   * @param message one line: what was found, what is allowed
   */
  public record Fault(ErrorCode code, String message) {}

  public PluginReport {
    provides = List.copyOf(provides);
    faults = List.copyOf(faults);
  }

  /** {@link Status#FAULT} where there is a fault. */
  public Status status() {
    return faults.isEmpty() ? Status.OK : Status.FAULT;
  }

  /** All faults in one line, without their codes. */
  public Optional<String> fault() {
    return joined(faults.stream().map(Fault::message).toList());
  }

  /** All faults in one line, each behind its code. */
  public Optional<String> codedFault() {
    return joined(
        faults.stream().map(fault -> fault.code().code() + " " + fault.message()).toList());
  }

  private static Optional<String> joined(List<String> lines) {
    return lines.stream()
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("; "),
                text -> text.isEmpty() ? Optional.empty() : Optional.of(text)));
  }
}
