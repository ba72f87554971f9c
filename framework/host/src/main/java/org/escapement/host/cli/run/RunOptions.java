package org.escapement.host.cli.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.run.FailureCode;
import org.escapement.host.run.FinishedRun;
import org.escapement.host.run.Progress;
import org.escapement.host.run.Run;
import org.escapement.lab.result.RunResults.FaultResult;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;

/** What commands that leave a run directory have in common. */
final class RunOptions {
  /** The run ended, but diverged or did not reach what was asked for. */
  private static final int NOT_CONVERGED = 3;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one value, such as train.optimizer.learningRate=0.5; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run directory to make. Default: runs/CONFIG-TIME.")
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

  /**
   * Carries out a run and prints its results.
   *
   * @param config the config file
   * @param name what the run is called after
   * @param first values that the command itself replaces, before those that the user does
   * @return the exit code
   */
  int execute(
      CommandLine command, Path config, Path name, List<String> first, PluginFolderOptions plugins)
      throws Exception {
    FinishedRun finished =
        withProgress(
            command,
            progress ->
                Run.execute(config, overrides(first), target(name), plugins.load(), progress));
    return report(
        command,
        finished.results().toJson(),
        console -> new ResultPrinter(console).print(finished.results()),
        finished.directory(),
        finished.reachedItsGoal(),
        finished.faults(),
        finished.defect());
  }

  /** Does some work that tells how far it is, shown while it lasts. */
  <T> T withProgress(CommandLine command, Function<Progress, T> work) {
    try (ConsoleProgress progress = new ConsoleProgress(command.getErr())) {
      return work.apply(progress);
    }
  }

  /**
   * Prints results, as JSON if that was asked for.
   *
   * @param tables prints them for people
   * @param directory where they are
   * @param faults what failed, each told in a line of its own
   * @param defect the first failure that is Escapement's own fault, or null
   * @return the exit code
   * @throws ExecutionException for the defect, which whoever handles failures tells with its stack
   *     trace
   */
  int report(
      CommandLine command,
      String results,
      Consumer<PrintWriter> tables,
      Path directory,
      boolean reachedItsGoal,
      List<FaultResult> faults,
      Throwable defect) {
    PrintWriter console = command.getOut();
    if (json) {
      console.println(results);
    } else {
      tables.accept(console);
      console.println();
      console.println("results in " + directory);
    }
    console.flush();
    faults.stream()
        .filter(fault -> !fault.code().equals(FailureCode.DEFECT))
        .forEach(fault -> command.getErr().println(line(fault)));
    command.getErr().flush();
    if (defect != null) {
      throw new ExecutionException(command, "a defect", defect);
    }
    return reachedItsGoal ? 0 : NOT_CONVERGED;
  }

  private static String line(FaultResult fault) {
    return fault.code()
        + " "
        + fault.phase()
        + (fault.label() == null ? ": " : ", " + fault.label() + ": ")
        + fault.message();
  }

  /**
   * The values to replace in the config, in order.
   *
   * @param first those that the command itself replaces, before those that the user does
   */
  List<String> overrides(List<String> first) {
    List<String> replaced = new ArrayList<>(first);
    replaced.addAll(overrides);
    if (memory != null) {
      replaced.add("memory=" + memory);
    }
    return replaced;
  }

  /**
   * The run directory to make.
   *
   * @param name what the run is called after
   */
  Path target(Path name) {
    return out == null ? TimedFolder.of("runs", name, "run") : out;
  }
}
