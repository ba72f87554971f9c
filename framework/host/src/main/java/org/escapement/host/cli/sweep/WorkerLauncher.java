package org.escapement.host.cli.sweep;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.escapement.host.sweep.job.SweepDirectory;

/**
 * Starts workers as this program itself was started: the same Java, options, class path and
 * environment, save threads and the share of memory.
 */
public final class WorkerLauncher {
  private static final String HEAP_SHARE = "-XX:MaxRAMPercentage=";
  private static final String MAIN = "org.escapement.host.cli.EscapementCommand";
  private static final double HEAP_OF_MACHINE = 50;

  private final SweepDirectory directory;
  private final List<Path> plugins;
  private final int threads;

  /**
   * @param plugins the folders of plugins
   * @param threads of a job
   */
  public WorkerLauncher(SweepDirectory directory, List<Path> plugins, int threads) {
    this.directory = directory;
    this.plugins = plugins;
    this.threads = threads;
  }

  /** What starts one of several workers side by side. */
  public ProcessBuilder process(int parallel) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    boolean shared = false;
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith(HEAP_SHARE)) {
        shared = true;
      } else {
        command.add(option);
      }
    }
    if (shared) {
      command.add(String.format(Locale.ROOT, "%s%.3f", HEAP_SHARE, HEAP_OF_MACHINE / parallel));
    }
    command.add("-XX:ErrorFile=" + directory.logs().resolve("hs_err_pid%p.log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.add(WorkerCommand.NAME);
    command.add(directory.path().toString());
    for (Path folder : plugins) {
      command.add("--plugins");
      command.add(folder.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    // Java announces these, and they are among the options above already
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    return builder;
  }
}
