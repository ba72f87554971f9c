package org.escapement.host.run;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.SweepSection;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.error.ErrorCode;

/** A run from config file to run directory. */
public final class Run {
  private Run() {}

  /**
   * Carries a run out.
   *
   * @param config the config file
   * @param overrides values that replace the file's, {@code key=value}
   * @param target the run directory to make
   * @param catalog the plugins
   * @param progress hears how far it is
   * @throws org.escapement.spi.error.EscapementException for bad input, before anything is
   *     computed; if matrix products are wrong on this machine; or if the directory cannot be
   *     written
   */
  public static FinishedRun execute(
      Path config, List<String> overrides, Path target, PluginCatalog catalog, Progress progress) {
    return execute(ConfigDocument.read(config, overrides), target, catalog, progress, true);
  }

  /**
   * Carries a run out whose config was read already.
   *
   * @param report whether the directory gets a report of its own; a sweep has one for all its jobs
   * @throws org.escapement.spi.error.EscapementException as {@link #execute(Path, List, Path,
   *     PluginCatalog, Progress)} does
   */
  public static FinishedRun execute(
      ConfigDocument document,
      Path target,
      PluginCatalog catalog,
      Progress progress,
      boolean report) {
    if (document.has("compare")) {
      throw document.error(
          ErrorCode.CONFIG_CONFLICT, "a comparison; it is the command compare's", "compare");
    }
    if (document.has(SweepSection.KEY)) {
      throw document.error(
          ErrorCode.CONFIG_CONFLICT, "a sweep; it is the command sweep's", SweepSection.KEY);
    }
    RunSetup setup = RunSetup.of(document, new ComponentRegistry(catalog, DataSources.builtIn()));
    RunOutcome outcome =
        RunFolder.make(
            target,
            early -> new Experiment(setup, progress, early).run(),
            (directory, found) -> RunFiles.write(directory, setup, found, report));
    return new FinishedRun(
        target.toAbsolutePath().normalize(), outcome.results(), outcome.defect());
  }
}
