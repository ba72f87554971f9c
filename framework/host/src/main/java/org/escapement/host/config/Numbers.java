package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The notation of numbers in a config: decimal, with an exponent where wanted. */
final class Numbers {
  /** Equal numbers compare equal however they were written; anything else must be equal. */
  static final Comparator<JsonNode> BY_VALUE =
      (left, right) ->
          left.equals(right)
                  || left.isNumber()
                      && right.isNumber()
                      && left.decimalValue().compareTo(right.decimalValue()) == 0
              ? 0
              : 1;

  // No leading zeros: YAML 1.1 reads 010 as eight, YAML 1.2 as ten. The bounds keep the cost of
  // exact arithmetic small.
  private static final Pattern NOTATION =
      Pattern.compile(
          "[-+]?(?:(?:0|[1-9](?:_?[0-9])*+)(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][-+]?[0-9]{1,6})?");
  private static final int MOST_CHARACTERS = 1000;
  private static final Set<String> NOT_FINITE = Set.of(".nan", "nan", ".inf", "inf", "infinity");

  private Numbers() {}

  /** The number that a text denotes, exactly; nothing where it denotes none. */
  static Optional<BigDecimal> parse(String text) {
    return text.length() <= MOST_CHARACTERS && NOTATION.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.replace("_", "")))
        : Optional.empty();
  }

  /** Whether a text spells NaN or an infinity, in YAML's way or Java's. */
  static boolean spellsNotFinite(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    return NOT_FINITE.contains(unsigned.toLowerCase(Locale.ROOT));
  }
}
