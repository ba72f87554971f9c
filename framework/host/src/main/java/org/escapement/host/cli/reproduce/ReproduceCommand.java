package org.escapement.host.cli.reproduce;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.plugins.PluginFolderOptions;
import org.escapement.host.cli.run.ConsoleProgress;
import org.escapement.host.cli.run.TimedFolder;
import org.escapement.host.cli.sweep.JobsOption;
import org.escapement.host.cli.sweep.ShownSweep;
import org.escapement.host.cli.sweep.WorkerLauncher;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.Scales;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginFolders;
import org.escapement.host.reproduce.DataFolder;
import org.escapement.host.reproduce.Reproduction;
import org.escapement.host.reproduce.Target;
import org.escapement.host.reproduce.paper.Targets;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.host.sweep.job.SweepPlan;
import org.escapement.host.sweep.worker.Capacity;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code escapement reproduce}: the figures and tables of Wu, Ma & E 2018. */
@Command(
    name = "reproduce",
    description =
        "Make figures and tables of Wu, Ma & E 2018 again, and hold the paper's claims against"
            + " them.",
    mixinStandardHelpOptions = true)
public final class ReproduceCommand implements Callable<Integer> {
  private static final int BAD_INPUT = 2;
  private static final int NOT_SHOWN = 3;

  @Spec private CommandSpec spec;

  @Mixin private PluginFolderOptions plugins;

  @Option(
      names = "--scale",
      paramLabel = "SCALE",
      description =
          "smoke (seconds, no data needed), cpu (minutes on two cores) or full (the paper's"
              + " sizes). Default: cpu.")
  private String scale = "cpu";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The folder that holds the data set, itself or in a folder of its name, instead of the"
              + " one that was fetched.")
  private Path data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replace one value of every target's config; may be repeated.")
  private List<String> overrides = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder that gets one for each target. Default: reproductions/SCALE-TIME.")
  private Path out;

  @Option(names = "--resume", description = "Go on with what is in the folder.")
  private boolean resume;

  @Mixin private JobsOption jobs;

  @Parameters(
      paramLabel = "TARGET",
      arity = "1..*",
      description =
          "fig1 fig2 fig3 fig5 fig6 fig7 fig8 fig9 table2 table3, or all; or a changed copy of a"
              + " target's config from examples/reproduce, such as my/table2.yaml.")
  private List<String> names;

  private record Chosen(Target target, Path config) {}

  @Override
  public Integer call() throws Exception {
    List<Chosen> chosen = chosen();
    if (resume && out == null) {
      throw new EscapementException(
          ErrorCode.COMMAND_LINE, "which reproduction is to go on? give its folder by --out DIR");
    }
    jobs.most(); // refused before anything is done
    Path folder = out == null ? TimedFolder.of("reproductions", scale) : out;
    PluginCatalog catalog = plugins.load();
    PrintWriter err = spec.commandLine().getErr();
    int code = 0;
    for (Chosen one : chosen) {
      try {
        Reproduction reproduction = reproduce(one, folder, catalog);
        new ReproducePrinter(spec.commandLine().getOut()).print(reproduction);
        code = code == 0 && !reproduction.succeeded() ? NOT_SHOWN : code;
      } catch (EscapementException e) {
        // one target must not stop the others
        err.println(e.line());
        err.flush();
        code = BAD_INPUT;
      }
    }
    return code;
  }

  private Reproduction reproduce(Chosen chosen, Path folder, PluginCatalog catalog) {
    ConfigDocument document = Scales.apply(ConfigDocument.read(chosen.config()), scale);
    document = data == null ? document : DataFolder.apply(document, data);
    for (String override : overrides) {
      document = document.with(override);
    }
    SweepPlan plan = SweepPlan.of(document, catalog);
    SweepDirectory directory = new SweepDirectory(folder.resolve(chosen.target().name()));
    int threads = plan.section().threads();
    WorkerLauncher launcher = new WorkerLauncher(directory, plugins.folders(), threads);
    try (ConsoleProgress console = new ConsoleProgress(spec.commandLine().getErr())) {
      return Reproduction.execute(
          chosen.target(),
          plan,
          directory,
          resume,
          Capacity.of(threads, jobs.most(), null),
          launcher::process,
          new ShownSweep(console));
    }
  }

  private List<Chosen> chosen() {
    List<Chosen> chosen = new ArrayList<>();
    for (String name : names) {
      if (name.equals(Targets.ALL)) {
        Targets.all().forEach(target -> chosen.add(new Chosen(target, shipped(target))));
      } else if (name.matches(".*\\.ya?ml")) {
        Path config = Path.of(name);
        String stem = config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        chosen.add(new Chosen(Targets.of(stem), config));
      } else {
        Target target = Targets.of(name);
        chosen.add(new Chosen(target, shipped(target)));
      }
    }
    return chosen.stream().distinct().toList();
  }

  private static Path shipped(Target target) {
    return PluginFolders.standard()
        .resolveSibling("examples")
        .resolve("reproduce")
        .resolve(target.name() + ".yaml");
  }
}
