package org.escapement.host.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.config.ConfigDocument;
import org.escapement.lab.result.RunDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(
      paramLabel = "CONFIG|RUN_DIR",
      description =
          "A config file (YAML), or a run directory, whose config and minimum are taken. Only a"
              + " config whose section 'minima' names known ones needs no --parameters.")
  private Path target;

  @Option(
      names = "--parameters",
      paramLabel = "FILE",
      description = "A safetensors file with the model's tensors at the minimum.")
  private Path parameters;

  @Override
  public Integer call() throws Exception {
    boolean run = Files.isDirectory(target);
    Path config = run ? target.resolve(RunDirectory.CONFIG) : target;
    Path point = parameters == null && run ? target.resolve(RunDirectory.MINIMUM) : parameters;
    if (point == null && ConfigDocument.read(config).tree().has("train")) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE,
          OneLine.path(config)
              + ": finds its minimum by training; give --parameters FILE or the directory of a run");
    }
    List<String> first = new ArrayList<>(List.of("escape=null"));
    if (point != null) {
      first.add("train=null");
      first.add("minima=null");
      first.add("parameters='" + point.toString().replace("'", "''") + "'");
    }
    return options.execute(spec.commandLine(), config, target, first, plugins);
  }
}
