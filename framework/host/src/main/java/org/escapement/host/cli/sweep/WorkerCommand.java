package org.escapement.host.cli.sweep;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepLock;
import org.escapement.host.sweep.worker.WorkerLoop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A process of a sweep, which starts it; not for people. */
@Command(
    name = WorkerCommand.NAME,
    description = "Carry out jobs of a sweep as standard input orders.",
    hidden = true,
    mixinStandardHelpOptions = true)
public final class WorkerCommand implements Callable<Integer> {
  static final String NAME = "sweep-worker";

  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Parameters(paramLabel = "SWEEP_DIR", description = "The folder of the sweep.")
  private Path directory;

  @Override
  public Integer call() throws Exception {
    InputStream orders = System.in;
    System.setIn(InputStream.nullInputStream()); // a plugin that reads must not take orders
    SweepDirectory sweep = new SweepDirectory(directory);
    WorkerLoop loop = new WorkerLoop(orders, spec.commandLine().getOut());
    SweepLock lock = SweepLock.ofWorker(sweep);
    try {
      PluginCatalog catalog = plugins.load();
      loop.run(sweep, catalog);
    } finally {
      lock.close();
    }
    return 0;
  }
}
