package org.escapement.host.run;

import java.util.stream.Stream;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.host.backend.Decision;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** What kind of failure something thrown is. */
public final class FailureCode {
  /** The program failed for a reason of its own. */
  public static final String DEFECT = "ESC-000";

  private static final int DEEPEST = 20;

  private FailureCode() {}

  /** The stable code. */
  public static String of(Throwable failure) {
    if (failure instanceof EscapementException known) {
      return known.code().code();
    }
    return outOfMemory(failure) ? ErrorCode.MEMORY.code() : DEFECT;
  }

  /** The failure in one line, without its code; where a card has no room, with the way on. */
  public static String message(Throwable failure) {
    if (failure instanceof DeviceMemoryException) {
      return failure.getMessage() + Decision.WAY_OUT;
    }
    return failure instanceof EscapementException
        ? failure.getMessage()
        : OneLine.joined(OneLine.reason(failure));
  }

  /** The line shown to a user: the code, then the message. */
  public static String line(Throwable failure) {
    return of(failure) + " " + message(failure);
  }

  /** Whether memory was lacking; native memory that is not to be had arrives wrapped. */
  public static boolean outOfMemory(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(DEEPEST)
        .anyMatch(OutOfMemoryError.class::isInstance);
  }
}
