package org.escapement.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorHandlerTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @Command
  private static final class Failing implements Callable<Integer> {
    private final Exception failure;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private int execute(CommandLine commandLine, String... arguments) {
    return commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
  }

  private int fail(Exception failure) {
    return execute(
        new CommandLine(new Failing(failure)).setExecutionExceptionHandler(new ErrorHandler()));
  }

  @Test
  void badInputIsOneLine() {
    int code = fail(new EscapementException(ErrorCode.DATA_MISSING, "no such file"));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("ESC-401 no such file" + System.lineSeparator());
  }

  @Test
  void lackOfMemoryOnACardIsOneLineWithTheWayOn() {
    int code = fail(new DeviceMemoryException("NVIDIA X has no room for 5 bytes"));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "ESC-607 NVIDIA X has no room for 5 bytes; to go on without a card: --backend cpu"
                + System.lineSeparator());
  }

  @Test
  void anythingElseIsADefectWithItsTrace() {
    int code = fail(new IllegalStateException("what\nnow"));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("ESC-000 defect: java.lang.IllegalStateException: what now")
        .contains("at org.escapement.host.cli.ErrorHandlerTest");
  }

  @Test
  void programWithoutCommandIsBadInput() {
    assertThat(execute(EscapementCommand.commandLine())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("ESC-001 a command is missing (see 'escapement --help')")
        .contains("Usage: escapement", "plugins");
  }

  @Test
  void unknownCommandShowsThoseThereAre() {
    assertThat(execute(EscapementCommand.commandLine(), "rnu")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "ESC-001 unknown command 'rnu'; did you mean 'run'? available: aggregate, analyze, compare, data, doctor, escape, plugins, report, reproduce, run, sweep (see")
        .contains("Usage: escapement");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void unknownOptionIsOneLine() {
    assertThat(execute(EscapementCommand.commandLine(), "run", "a.yaml", "--sett", "b=1"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith(
            "ESC-001 unknown option '--sett'; did you mean '--set'? available: --backend, --help,")
        .endsWith("(see 'escapement run --help')");
  }

  @Test
  void missingArgumentIsOneLine() {
    assertThat(execute(EscapementCommand.commandLine(), "run")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "ESC-001 Missing required parameter: 'CONFIG' (see 'escapement run --help')");
  }

  @Test
  void lackOfMemoryIsOneLine() {
    int code = fail(new IllegalStateException(new OutOfMemoryError("Java heap space")));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("ESC-602 ")
        .contains("Java heap space", "-Xmx");
  }

  @Test
  void versionAndHelp() {
    assertThat(execute(EscapementCommand.commandLine(), "--version")).isZero();
    assertThat(out.toString()).matches("escapement \\d+\\.\\d+\\.\\d+\\R");
    assertThat(execute(EscapementCommand.commandLine(), "--help")).isZero();
    assertThat(out.toString()).contains("Usage: escapement");
  }
}
