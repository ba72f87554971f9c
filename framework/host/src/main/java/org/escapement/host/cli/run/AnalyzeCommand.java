package org.escapement.host.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code escapement analyze}: the analysis of a run without training and escape trials. */
@Command(
    name = "analyze",
    description =
        "Measure a minimum that is there already and decide which optimizers stay at it: that of a"
            + " run directory, of a safetensors file, or known to the model.",
    mixinStandardHelpOptions = true)
public final class AnalyzeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Mixin private RunOptions options;

  @Mixin private GivenMinimum minimum;

  @Override
  public Integer call() throws Exception {
    List<String> first = new ArrayList<>(List.of("escape=null"));
    first.addAll(minimum.overrides());
    return options.execute(spec.commandLine(), minimum.config(), minimum.name(), first, plugins);
  }
}
