package org.escapement.host.run;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.lab.data.DataSources;
import org.escapement.lab.result.RunDirectory;

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
    RunSetup setup =
        RunSetup.of(
            ConfigDocument.read(config, overrides),
            new ComponentRegistry(catalog, DataSources.builtIn()));
    BackendCheck.requireRightProducts();
    RunDirectory directory = RunDirectory.create(target);
    try (Interruption interruption = Interruption.watch(directory)) {
      RunOutcome outcome = new Experiment(setup, progress).run();
      interruption.finish(
          () -> {
            RunFiles.write(directory, setup, outcome);
            directory.complete();
          });
      return new FinishedRun(directory.target(), outcome.results(), outcome.defect());
    }
  }
}
