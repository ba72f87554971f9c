package org.escapement.host.plugin;

import java.time.Duration;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * How long code of a plugin may keep control. What it spends in callbacks, on losses and gradients
 * say, does not count.
 *
 * @param answer for calls that answer, or make something small
 * @param computation for calls that compute with vectors of all parameters
 */
record CallLimits(Duration answer, Duration computation) {
  /** The system property with the seconds of an answer. */
  static final String PROPERTY = "escapement.plugin.seconds";

  /** For what has none: a gradient over all examples takes as long as it takes. */
  static final Duration NONE = Duration.ofNanos(Long.MAX_VALUE);

  private static final String DEFAULT_SECONDS = "60";
  private static final int COMPUTATION_FACTOR = 10;

  /** The limits for an answer of that many seconds. */
  static CallLimits ofSeconds(long seconds) {
    return new CallLimits(
        Duration.ofSeconds(seconds), Duration.ofSeconds(COMPUTATION_FACTOR * seconds));
  }

  /**
   * As the system property says, or its default.
   *
   * @throws EscapementException OPTION_OUT_OF_RANGE if it is no positive number
   */
  static CallLimits configured() {
    String text = System.getProperty(PROPERTY, DEFAULT_SECONDS);
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new EscapementException(
          ErrorCode.OPTION_OUT_OF_RANGE,
          "system property "
              + PROPERTY
              + " = '"
              + OneLine.quoted(text)
              + "', must be a whole number of seconds in [1, 9999999]");
    }
    return ofSeconds(Long.parseLong(text));
  }
}
