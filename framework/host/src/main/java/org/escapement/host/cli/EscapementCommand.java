package org.escapement.host.cli;

import java.io.PrintWriter;
import org.escapement.host.cli.backend.BackendOption;
import org.escapement.host.cli.backend.DoctorCommand;
import org.escapement.host.cli.data.DataCommand;
import org.escapement.host.cli.plugins.PluginsCommand;
import org.escapement.host.cli.reproduce.ReproduceCommand;
import org.escapement.host.cli.run.AnalyzeCommand;
import org.escapement.host.cli.run.CompareCommand;
import org.escapement.host.cli.run.EscapeCommand;
import org.escapement.host.cli.run.ReportCommand;
import org.escapement.host.cli.run.RunCommand;
import org.escapement.host.cli.sweep.AggregateCommand;
import org.escapement.host.cli.sweep.SweepCommand;
import org.escapement.host.cli.sweep.WorkerCommand;
import org.escapement.spi.SpiVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The program {@code escapement}; its subcommands do the work. */
@Command(
    name = "escapement",
    description = "Which minima an optimizer can select, and when it escapes.",
    mixinStandardHelpOptions = true,
    versionProvider = EscapementCommand.Version.class,
    subcommands = {
      RunCommand.class,
      AnalyzeCommand.class,
      EscapeCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      SweepCommand.class,
      AggregateCommand.class,
      ReproduceCommand.class,
      WorkerCommand.class,
      DataCommand.class,
      PluginsCommand.class,
      DoctorCommand.class
    })
public final class EscapementCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin(name = BackendOption.MIXIN)
  private BackendOption backend = new BackendOption();

  /**
   * Runs a command and ends the process with its exit code. Standard output is the command's alone:
   * what libraries and plugins print goes to standard error.
   */
  public static void main(String[] arguments) {
    PrintWriter console = new PrintWriter(System.out, true);
    System.setOut(System.err);
    System.exit(commandLine().setOut(console).execute(arguments));
  }

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine() {
    EscapementCommand program = new EscapementCommand();
    return new CommandLine(program)
        .setExecutionStrategy(program::execute)
        .setParameterExceptionHandler(new UsageHandler())
        .setExecutionExceptionHandler(new ErrorHandler());
  }

  /** Hands errors, which picocli lets through, to the handler of failures. */
  private int execute(ParseResult parsed) {
    try {
      backend.requireWhatWasAskedFor(parsed);
      return new RunLast().execute(parsed);
    } catch (Error e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), "an error", e);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"escapement " + SpiVersion.build()};
    }
  }
}
