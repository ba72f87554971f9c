package org.escapement.host.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Shows a command line that cannot be understood as one line; where a command is missing or
 * unknown, the commands that there are follow.
 */
final class UsageHandler implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(
        ErrorCode.COMMAND_LINE.code()
            + " "
            + problem(failure)
            + " (see '"
            + command.getCommandSpec().qualifiedName()
            + " --help')");
    if (!command.getSubcommands().isEmpty()) {
      command.usage(err);
    }
    err.flush();
    return ErrorHandler.BAD_INPUT;
  }

  private static String problem(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      CommandLine command = failure.getCommandLine();
      String word = unmatched.getUnmatched().get(0);
      String quoted = "'" + OneLine.quoted(word) + "'";
      if (unmatched.isUnknownOption()) {
        return "unknown option "
            + quoted
            + list(word, command.getCommandSpec().optionsMap().keySet());
      }
      Set<String> commands = shown(command);
      return commands.isEmpty()
          ? "unexpected argument " + quoted
          : "unknown command " + quoted + list(word, commands);
    }
    return OneLine.joined(failure.getMessage());
  }

  /** The commands that the usage lists too. */
  private static Set<String> shown(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static String list(String word, Set<String> names) {
    return NearMiss.listing(word, "available", new TreeSet<>(names));
  }
}
