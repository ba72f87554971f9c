package org.escapement.lab.data.fetch;

import java.time.Duration;

/**
 * How long a download is given.
 *
 * @param silence without a byte, before a connection, an answer or the rest of one is given up
 * @param attempts in a row that may bring nothing before an address is given up
 * @param pause before the second attempt; doubled before each further one
 */
public record Patience(Duration silence, int attempts, Duration pause) {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Four attempts with that silence, after 1, 2 and 4 seconds. */
  public static Patience of(Duration silence) {
    return new Patience(silence, 4, Duration.ofSeconds(1));
  }

  /**
   * The pause before the next attempt.
   *
   * @param failures attempts in a row that failed, at least one
   * @param asked what the server asks for
   */
  Duration pauseAfter(int failures, Duration asked) {
    Duration own = pause.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration longer = own.compareTo(asked) > 0 ? own : asked;
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }
}
