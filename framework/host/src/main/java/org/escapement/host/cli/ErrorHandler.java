package org.escapement.host.cli;

import java.io.PrintWriter;
import org.escapement.host.run.FailureCode;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Shows a failure that its reader can act on as one line, exit code 2, and anything else as a
 * defect with its stack trace, exit code 1.
 */
public final class ErrorHandler implements IExecutionExceptionHandler {
  /** The input was bad: the message says what was found and what is allowed. */
  public static final int BAD_INPUT = 2;

  /** The program failed for a reason of its own. */
  public static final int DEFECT = 1;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof EscapementException) {
      err.println(FailureCode.line(cause));
      return BAD_INPUT;
    }
    if (FailureCode.outOfMemory(cause)) {
      err.println(
          ErrorCode.MEMORY.code()
              + " "
              + OneLine.reason(cause)
              + "; take a smaller model or fewer examples, or give Java more"
              + " (ESCAPEMENT_JAVA_OPTIONS=-Xmx8g)");
      return BAD_INPUT;
    }
    err.println(FailureCode.DEFECT + " defect: " + OneLine.joined(String.valueOf(cause)));
    cause.printStackTrace(err);
    err.flush();
    return DEFECT;
  }
}
