package org.escapement.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/** Numbers as the report writes them: three digits and a unit. */
final class Quantity {
  static final String NOT_MEASURED = "not measured";

  private static final int DIGITS = 3;
  private static final double MILLI = 1e-3;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private Quantity() {}

  static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(DIGITS)).toPlainString()
        : NOT_MEASURED;
  }

  static String seconds(double seconds) {
    return seconds < 1 ? number(seconds / MILLI) + " ms" : number(seconds) + " s";
  }

  /** Median, and in brackets the range of the rounds. */
  static String seconds(Optional<Spread> spread) {
    return spread
        .map(
            s ->
                s.lowest() == s.highest()
                    ? seconds(s.median())
                    : String.format(
                        "%s (%s–%s)",
                        seconds(s.median()), seconds(s.lowest()), seconds(s.highest())))
        .orElse(NOT_MEASURED);
  }

  static String bytes(double bytes) {
    if (!Double.isFinite(bytes)) {
      return NOT_MEASURED;
    }
    return bytes < GIGA ? number(bytes / MEGA) + " MB" : number(bytes / GIGA) + " GB";
  }

  static String count(double count) {
    return String.format(Locale.ROOT, "%,d", Math.round(count));
  }

  static String share(double share) {
    return Math.round(100 * share) + " %";
  }

  static String small(double value) {
    return String.format(Locale.ROOT, "%.1e", value);
  }
}
