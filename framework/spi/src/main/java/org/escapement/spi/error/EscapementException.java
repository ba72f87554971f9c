package org.escapement.spi.error;

/**
 * A failure that its reader can act on: a stable {@link ErrorCode} and one line that says who, what
 * was found and what is allowed. It is shown without a stack trace.
 */
public class EscapementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code what kind of failure
   * @param message one line: where, what was found, what is allowed
   */
  public EscapementException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param code what kind of failure
   * @param message one line: where, what was found, what is allowed
   * @param cause what the failure was noticed by, or null
   */
  public EscapementException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure this is. */
  public ErrorCode code() {
    return code;
  }

  /** The line shown to a user: the code, then the message. */
  public String line() {
    return code.code() + " " + getMessage();
  }
}
