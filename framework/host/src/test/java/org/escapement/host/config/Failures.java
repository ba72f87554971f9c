package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.escapement.spi.error.EscapementException;

/** Asserts the whole line that a user sees. */
final class Failures {
  private Failures() {}

  static void assertLine(ThrowingCallable call, String line) {
    EscapementException failure = catchThrowableOfType(EscapementException.class, call);
    assertThat(failure).as("must fail with: " + line).isNotNull();
    assertThat(failure.line()).isEqualTo(line);
    assertThat(failure.line()).doesNotContain("\n", "\r");
  }
}
