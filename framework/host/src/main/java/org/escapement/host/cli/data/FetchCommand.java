package org.escapement.host.cli.data;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.escapement.host.cli.run.ConsoleProgress;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.lab.data.fetch.Fetch;
import org.escapement.lab.data.fetch.Patience;
import org.escapement.lab.data.fetch.PublishedSet;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "fetch",
    description = "Download a data set, or what still lacks of it, and check it.",
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  private static final int LONGEST_SILENCE = 3600;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "A data set that 'escapement data list' names.")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The folder to make the data set's own folder in. Default: the user's cache.")
  private Path to;

  @Option(
      names = "--from",
      paramLabel = "URL",
      converter = MirrorAddress.class,
      description = "A mirror, in place of the published addresses; names of files are appended.")
  private URI from;

  @Option(
      names = "--force",
      description = "Replace files that are there and not the published ones.")
  private boolean force;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long a server may be silent. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  @Override
  public Integer call() {
    if (timeout < 1 || timeout > LONGEST_SILENCE) {
      throw new EscapementException(
          ErrorCode.OPTION_OUT_OF_RANGE,
          "--timeout = " + timeout + ", must be in [1, " + LONGEST_SILENCE + "]");
    }
    PublishedSet set = Catalog.sets().named(name);
    DataStore store = Catalog.store(to);
    int downloaded;
    try (ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr())) {
      downloaded =
          new Fetch(
                  set,
                  store.folder(set),
                  from == null ? set.addresses() : List.of(from),
                  force,
                  Patience.of(Duration.ofSeconds(timeout)),
                  new ShownFetch(progress))
              .run();
    }
    report(set, store, downloaded);
    return 0;
  }

  private void report(PublishedSet set, DataStore store, int downloaded) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        set.name()
            + ": "
            + (downloaded == 0
                ? "was there already"
                : "fetched " + downloaded + " of " + set.files().size() + " files")
            + ", "
            + Catalog.megabytes(set.bytes())
            + " in "
            + store.folder(set));
    out.println("licence: " + set.licence() + " (" + set.page() + ")");
    out.println(
        "in a config: " + set.configLine(to == null ? set.name() : store.folder(set).toString()));
  }
}
