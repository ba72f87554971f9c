package org.escapement.host.cli.sweep;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.host.sweep.job.SweepDirectory;

/**
 * Starts workers as this program itself was started: the same Java, options, class path and
 * environment, save threads and the limits of memory.
 */
public final class WorkerLauncher {
  private static final String HEAP_SHARE = "-XX:MaxRAMPercentage=";
  private static final String MAIN = "org.escapement.host.cli.EscapementCommand";
  private static final List<String> HEAP = List.of("-Xmx", "-XX:MaxHeapSize=");
  private static final String OFF_HEAP = "-Dorg.bytedeco.javacpp.maxbytes=";

  /** In MiB; a modest data set is read with less. */
  private static final long LEAST_HEAP = 512;

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

  /**
   * What starts a worker.
   *
   * @param mebibytes what it may take: all of it for what lies off Java's heap, where nearly
   *     everything of a run does, and half of it for the heap; limits that the program's own
   *     options name go before
   */
  public ProcessBuilder process(long mebibytes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options(ManagementFactory.getRuntimeMXBean().getInputArguments(), mebibytes));
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

  /** This program's options, and limits of memory that they do not name. */
  static List<String> options(List<String> own, long mebibytes) {
    List<String> options = new ArrayList<>(own);
    options.removeIf(option -> option.startsWith(HEAP_SHARE));
    if (HEAP.stream().noneMatch(heap -> names(options, heap))) {
      options.add("-Xmx" + Math.max(LEAST_HEAP, mebibytes / 2) + "m");
    }
    if (!names(options, OFF_HEAP)) {
      options.add(OFF_HEAP + mebibytes + "m");
    }
    return options;
  }

  private static boolean names(List<String> options, String start) {
    return options.stream().anyMatch(option -> option.startsWith(start));
  }
}
