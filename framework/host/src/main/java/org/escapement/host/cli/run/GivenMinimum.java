package org.escapement.host.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.host.config.ConfigDocument;
import org.escapement.lab.result.RunDirectory;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The minimum of commands that take one that is there already. */
final class GivenMinimum {
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

  /** What a run at this minimum is called after. */
  Path name() {
    return target;
  }

  /** The config file. */
  Path config() {
    return isRun() ? target.resolve(RunDirectory.CONFIG) : target;
  }

  /**
   * The values to replace in the config so that it starts from this minimum.
   *
   * @throws EscapementException COMMAND_LINE if the config finds its minimum by training, or the
   *     directory is that of a comparison, which has several
   */
  List<String> overrides() {
    if (parameters == null && Files.isRegularFile(target.resolve(RunDirectory.COMPARISON))) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE,
          OneLine.path(target)
              + ": is a comparison, which has several minima; give one of them by --parameters "
              + OneLine.path(target.resolve("minima"))
              + "/ID-seedN.safetensors");
    }
    Path point = parameters == null && isRun() ? target.resolve(RunDirectory.MINIMUM) : parameters;
    if (point != null) {
      return List.of(
          "train=null",
          "compare=null",
          "minima=null",
          "parameters='" + point.toString().replace("'", "''") + "'");
    }
    ConfigDocument document = ConfigDocument.read(config());
    if (document.has("train") || document.has("compare")) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE,
          OneLine.path(config())
              + ": finds its minimum by training; give --parameters FILE or the directory of a run");
    }
    return List.of();
  }

  private boolean isRun() {
    return Files.isDirectory(target);
  }
}
