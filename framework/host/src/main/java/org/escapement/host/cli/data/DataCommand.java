package org.escapement.host.cli.data;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code escapement data}: which data sets can be had, and getting them. */
@Command(
    name = "data",
    description = "List and fetch published data sets.",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, FetchCommand.class})
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "one of the commands list, fetch is missing");
  }
}
