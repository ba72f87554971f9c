package org.escapement.lab.data.fetch;

import java.time.Duration;

/** Why a request did not bring a file to its end. */
final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  enum Kind {
    /** Another attempt may succeed. */
    PASSING,
    /** This address has no such file, or cannot be reached. */
    FINAL,
    /** What lies at this address is another file. */
    OTHER_FILE
  }

  private final Kind kind;
  private final Duration wait;

  TransferException(Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }

  TransferException(Kind kind, String message, Duration wait) {
    super(message);
    this.kind = kind;
    this.wait = wait;
  }

  Kind kind() {
    return kind;
  }

  /** How long the server asks to wait. */
  Duration waitAskedFor() {
    return wait;
  }
}
