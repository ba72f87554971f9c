package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers of results as text. */
final class Numbers {
  private static final int DIGITS = 5;
  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e6;

  private Numbers() {}

  /** Five digits: enough to compare, few enough to read; fewer where these are all it has. */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN)) {
      String[] parts = String.format(Locale.ROOT, "%.4e", value).split("e");
      return plain(new BigDecimal(parts[0])) + "e" + Integer.parseInt(parts[1]);
    }
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : plain(new BigDecimal(value).round(new MathContext(DIGITS)));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** A number or the text that stands for one; a dash for null and what is missing. */
  static String text(JsonNode node) {
    if (isNone(node)) {
      return "–";
    }
    return node.isTextual() && Double.isNaN(value(node)) && !node.asText().equals("NaN")
        ? node.asText()
        : node.isNumber() || node.isTextual() ? text(value(node)) : node.asText();
  }

  static boolean isNone(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  /** The number, NaN where there is none. */
  static double value(JsonNode node) {
    if (isNone(node)) {
      return Double.NaN;
    }
    return node.isTextual() ? value(node.asText()) : node.asDouble(Double.NaN);
  }

  /** The number in a cell of a table, NaN where there is none. */
  static double value(String cell) {
    try {
      return cell == null || cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A value with its residual, and why it is not converged if it is not. */
  static String quantity(JsonNode quantity) {
    if (isNone(quantity)) {
      return "–";
    }
    String text =
        text(quantity.get("value"))
            + " ± "
            + String.format(Locale.ROOT, "%.1g", value(quantity.get("residual")));
    String status = quantity.path("status").asText("converged");
    return status.equals("converged") ? text : text + " (" + status + ")";
  }

  /** A range between bounds that may be unknown. */
  static String range(JsonNode range) {
    if (isNone(range) || isNone(range.get("lower")) && isNone(range.get("upper"))) {
      return "–";
    }
    String lower = isNone(range.get("lower")) ? "?" : text(range.get("lower"));
    String upper = isNone(range.get("upper")) ? "?" : text(range.get("upper"));
    return lower.equals(upper) ? lower : lower + " – " + upper;
  }

  /** A share as percent. */
  static String percent(JsonNode share) {
    return isNone(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * value(share));
  }

  /** Six digits of what is drawn: a page of all sixteen is twice as long. */
  static double drawn(double value) {
    return Double.isFinite(value)
        ? Double.parseDouble(String.format(Locale.ROOT, "%.5e", value))
        : value;
  }
}
