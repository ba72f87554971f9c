package org.escapement.host.cli.sweep;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Option;

/** The option {@code --jobs}, for every command that carries out jobs (a picocli mixin). */
public final class JobsOption {
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "The most jobs at a time. Default: as many as cores and memory allow.")
  private Integer jobs;

  /**
   * The most jobs at a time, or null for as many as there is room for.
   *
   * @throws EscapementException COMMAND_LINE for a number that is none
   */
  public Integer most() {
    if (jobs != null && jobs < 1) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE, "--jobs = " + jobs + ", must be an integer of at least 1");
    }
    return jobs;
  }
}
