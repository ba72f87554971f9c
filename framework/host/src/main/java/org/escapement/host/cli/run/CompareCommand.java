package org.escapement.host.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.compare.Comparison;
import org.escapement.host.compare.FinishedComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code escapement compare}: which minima optimizers select from the same starts. */
@Command(
    name = "compare",
    description =
        "Train by several optimizers from the same starts, measure the minima that they find, and"
            + " decide which of them would stay at each.",
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Mixin private RunOptions options;

  @Parameters(
      paramLabel = "CONFIG",
      description = "The config file (YAML), with a section 'compare'.")
  private Path config;

  @Override
  public Integer call() throws Exception {
    FinishedComparison finished =
        options.withProgress(
            spec.commandLine(),
            progress ->
                Comparison.execute(
                    config,
                    options.overrides(List.of()),
                    options.target(config),
                    plugins.load(),
                    progress));
    return options.report(
        spec.commandLine(),
        finished.results().toJson(),
        out -> new ComparisonPrinter(out).print(finished.results()),
        finished.directory(),
        finished.reachedItsGoal(),
        finished.results().faults(),
        finished.defect());
  }
}
