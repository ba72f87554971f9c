package org.escapement.host.cli.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.run.FinishedRun;
import org.escapement.host.run.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code escapement run}: train, measure, decide stability, try to escape, leave a run directory.
 */
@Command(
    name = "run",
    description = "Find a minimum, decide which optimizers stay at it, and try to escape from it.",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  /** The run ended, but diverged or did not reach what was asked for. */
  private static final int NOT_CONVERGED = 3;

  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Parameters(paramLabel = "CONFIG", description = "The config file (YAML).")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one value, such as train.optimizer.learningRate=0.5; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run directory. Default: runs/CONFIG-TIME.")
  private Path out;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Mebibytes.class,
      description =
          "The memory that buffers and solver vectors may take, such as 2g or 512m; as --set"
              + " memory=MIB.")
  private Long memory;

  @Option(names = "--json", description = "Print results.json instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter console = spec.commandLine().getOut();
    FinishedRun finished;
    try (ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr())) {
      finished = Run.execute(config, allOverrides(), target(), plugins.load(), progress);
    }
    if (json) {
      console.println(finished.results().toJson());
    } else {
      new ResultPrinter(console).print(finished.results());
      console.println();
      console.println("results in " + finished.directory());
    }
    console.flush();
    return finished.reachedItsGoal() ? 0 : NOT_CONVERGED;
  }

  private List<String> allOverrides() {
    return memory == null
        ? overrides
        : Stream.concat(overrides.stream(), Stream.of("memory=" + memory)).toList();
  }

  private Path target() {
    if (out != null) {
      return out;
    }
    String name = config.getFileName() == null ? "run" : config.getFileName().toString();
    String stem = name.replaceFirst("\\.ya?ml$", "");
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", stem + "-" + time);
  }
}
