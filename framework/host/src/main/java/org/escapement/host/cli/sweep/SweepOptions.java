package org.escapement.host.cli.sweep;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.cli.run.Mebibytes;
import org.escapement.host.cli.run.TimedFolder;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.run.Selection;
import org.escapement.host.sweep.worker.Capacity;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that carry out sweeps have in common (a picocli mixin). */
public final class SweepOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one value, such as sweep.grid.seed=[1,2]; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the sweep. Default: sweeps/CONFIG-TIME.")
  private Path out;

  @Mixin private JobsOption jobs;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Mebibytes.class,
      description =
          "What all jobs that run at a time may take together, such as 16g; each takes its"
              + " config's 'memory' and 512 MiB. Default: nine tenths of the machine's.")
  private Long memory;

  @Option(names = "--resume", description = "Go on with the sweep that is in the folder.")
  private boolean resume;

  @Option(
      names = "--retry-failed",
      description = "Go on, and repeat the jobs that failed, diverged or did not converge.")
  private boolean retryFailed;

  @Option(names = "--only-failed", description = "Repeat those jobs, and run no others.")
  private boolean onlyFailed;

  @Option(
      names = "--skip-invalid",
      description = "Run the other jobs where the configs of some are refused.")
  private boolean skipInvalid;

  List<String> overrides() {
    return overrides;
  }

  boolean resumes() {
    return resume || retryFailed || onlyFailed;
  }

  boolean skipsInvalid() {
    return skipInvalid;
  }

  Selection selection() {
    if (onlyFailed) {
      return Selection.FAILED;
    }
    return retryFailed ? Selection.PENDING_AND_FAILED : Selection.PENDING;
  }

  /**
   * How much may run at a time.
   *
   * @param threads of a job
   * @throws EscapementException COMMAND_LINE for a number of jobs that is none
   */
  Capacity capacity(int threads) {
    return Capacity.of(threads, jobs.most(), memory);
  }

  /** The folder that was named, or null. */
  SweepDirectory given() {
    return out == null ? null : new SweepDirectory(out);
  }

  /** The folder of a sweep whose config is called so. */
  SweepDirectory directory(Path config) {
    if (out != null) {
      return new SweepDirectory(out);
    }
    if (resumes()) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE, "which sweep is to go on? give its folder by --out DIR");
    }
    return new SweepDirectory(TimedFolder.of("sweeps", config, "sweep"));
  }
}
