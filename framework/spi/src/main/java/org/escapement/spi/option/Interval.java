package org.escapement.spi.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * A range of finite numbers in the notation of mathematics: {@code [0, 1)}, {@code (0, inf)}.
 *
 * @param lower the lower end, possibly −∞
 * @param lowerIncluded whether the lower end itself is allowed
 * @param upper the upper end, possibly ∞
 * @param upperIncluded whether the upper end itself is allowed
 */
public record Interval(double lower, boolean lowerIncluded, double upper, boolean upperIncluded) {
  /** Every finite number. */
  public static final Interval FINITE =
      new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  private static final Pattern NOTATION =
      Pattern.compile("\\s*([\\[(])\\s*([^,\\s]+)\\s*,\\s*([^,\\s]+)\\s*([\\])])\\s*");

  /**
   * Reads the notation.
   *
   * @throws EscapementException OPTION_DECLARATION if it is not an interval
   */
  public static Interval parse(String notation) {
    if (notation.isBlank()) {
      return FINITE;
    }
    Matcher parts = NOTATION.matcher(notation);
    if (!parts.matches()) {
      throw malformed(notation);
    }
    return new Interval(
        end(parts.group(2), notation),
        parts.group(1).equals("["),
        end(parts.group(3), notation),
        parts.group(4).equals("]"));
  }

  private static double end(String text, String notation) {
    try {
      return switch (text) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw malformed(notation);
    }
  }

  private static EscapementException malformed(String notation) {
    return new EscapementException(
        ErrorCode.OPTION_DECLARATION,
        "range '" + notation + "' is not an interval such as [0, 1) or (0, inf)");
  }

  /** Whether the number lies inside; NaN and the infinities never do. */
  public boolean contains(double number) {
    return Double.isFinite(number)
        && (number > lower || lowerIncluded && number == lower)
        && (number < upper || upperIncluded && number == upper);
  }

  @Override
  public String toString() {
    if (equals(FINITE)) {
      return "any finite number";
    }
    return (lowerIncluded ? "[" : "(")
        + end(lower)
        + ", "
        + end(upper)
        + (upperIncluded ? "]" : ")");
  }

  private static String end(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
