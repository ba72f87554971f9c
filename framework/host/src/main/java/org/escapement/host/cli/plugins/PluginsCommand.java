package org.escapement.host.cli.plugins;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code escapement plugins}: what can be used, with which options, and what is wrong. */
@Command(
    name = "plugins",
    description = "Show what plugins offer, and what is wrong with them.",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, DescribeCommand.class, DoctorCommand.class})
public final class PluginsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "one of the commands list, describe, doctor is missing");
  }
}
