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
    if (!Double.isFinite(value)) {
      return NOT_MEASURED;
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
    int before = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, DIGITS - before)).toPlainString();
  }

  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NOT_MEASURED;
    }
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
    return Double.isFinite(count)
        ? String.format(Locale.ROOT, "%,d", Math.round(count))
        : NOT_MEASURED;
  }

  static String share(double share) {
    return Double.isFinite(share) ? Math.round(100 * share) + " %" : NOT_MEASURED;
  }

  static String small(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.1e", value) : NOT_MEASURED;
  }
}
