package org.escapement.host.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.config.ConfigDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code escapement escape}: the escape trials of a run without training and verdicts. */
@Command(
    name = "escape",
    description =
        "Let optimizers try to leave a minimum that is there already: that of a run directory, of a"
            + " safetensors file, or known to the model.",
    mixinStandardHelpOptions = true)
public final class EscapeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Mixin private RunOptions options;

  @Mixin private GivenMinimum minimum;

  @Override
  public Integer call() throws Exception {
    List<String> first =
        new ArrayList<>(
            List.of("analyze.optimizers=[]", "analyze.layers=[]", "analyze.batchSizes=[]"));
    first.addAll(minimum.overrides());
    ConfigDocument.read(minimum.config(), options.overrides(first))
        .require("escape", "the runs that try to leave the minimum");
    return options.execute(spec.commandLine(), minimum.config(), minimum.name(), first, plugins);
  }
}
