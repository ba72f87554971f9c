package org.escapement.cuda;

import java.util.Locale;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.EscapementException;

/** What a check prints, line by line, and whether all of it holds. */
final class CheckReport {
  private boolean sound = true;

  void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Goes on after what fails, so that one run tells all that does. */
  void attempt(String name, Runnable check) {
    try {
      check.run();
    } catch (RuntimeException | LinkageError failure) {
      broken(name, failure);
    }
  }

  void broken(String name, Throwable failure) {
    String reason =
        failure instanceof EscapementException known ? known.line() : failure.getMessage();
    print(
        "broken: %s",
        OneLine.joined(failure instanceof AssertionError ? reason : name + ": " + reason));
    sound = false;
  }

  /** What a line ends with: nothing if a difference is within its tolerance. */
  String verdict(double difference, double tolerance) {
    boolean holds = difference <= tolerance; // not so for a NaN
    sound &= holds;
    return holds ? "" : ", more than " + tolerance;
  }

  /** Whether nothing was broken and no difference was too large. */
  boolean sound() {
    return sound;
  }
}
