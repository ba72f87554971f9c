package org.escapement.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Assertions on failures that a user sees. */
public final class Errors {
  private Errors() {}

  /** The message of the failure, after it was checked to have that code and be one line. */
  public static AbstractStringAssert<?> assertFails(ErrorCode code, ThrowingCallable action) {
    Throwable failure = catchThrowable(action);
    assertThat(failure).isInstanceOf(EscapementException.class);
    assertThat(((EscapementException) failure).code()).as(failure.getMessage()).isEqualTo(code);
    assertOneLine(failure.getMessage());
    return assertThat(failure.getMessage());
  }

  /** Checks that a message has no line break or other control character. */
  public static void assertOneLine(String message) {
    assertThat(message).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }
}
