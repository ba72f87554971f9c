package org.escapement.host.compare;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.run.ComponentRegistry;
import org.escapement.host.run.Progress;
import org.escapement.host.run.RunFolder;
import org.escapement.host.run.RunSetup;
import org.escapement.lab.data.DataSources;

/** A comparison of optimizers from config file to run directory. */
public final class Comparison {
  private Comparison() {}

  /**
   * Carries a comparison out.
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
  public static FinishedComparison execute(
      Path config, List<String> overrides, Path target, PluginCatalog catalog, Progress progress) {
    return execute(ConfigDocument.read(config, overrides), target, catalog, progress, true);
  }

  /**
   * Carries a comparison out whose config was read already.
   *
   * @param report whether the directory gets a report of its own; a sweep has one for all its jobs
   * @throws org.escapement.spi.error.EscapementException as {@link #execute(Path, List, Path,
   *     PluginCatalog, Progress)} does
   */
  public static FinishedComparison execute(
      ConfigDocument document,
      Path target,
      PluginCatalog catalog,
      Progress progress,
      boolean report) {
    document.require("compare", "the optimizers to compare, and the seeds");
    RunSetup setup = RunSetup.of(document, new ComponentRegistry(catalog, DataSources.builtIn()));
    ComparisonExperiment.Outcome outcome =
        RunFolder.make(
            target,
            () -> new ComparisonExperiment(setup, progress).run(),
            (directory, found) -> ComparisonFiles.write(directory, setup, found, report));
    return new FinishedComparison(
        target.toAbsolutePath().normalize(), outcome.results(), outcome.defect());
  }
}
