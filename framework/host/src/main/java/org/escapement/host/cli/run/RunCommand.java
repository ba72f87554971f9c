package org.escapement.host.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Mixin private RunOptions options;

  @Parameters(paramLabel = "CONFIG", description = "The config file (YAML).")
  private Path config;

  @Override
  public Integer call() throws Exception {
    return options.execute(spec.commandLine(), config, config, List.of(), plugins);
  }
}
