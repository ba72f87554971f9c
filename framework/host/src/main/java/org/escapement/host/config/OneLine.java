package org.escapement.host.config;

/** Makes text that a user wrote fit to be quoted in a message of one line. */
final class OneLine {
  private static final int MOST_QUOTED = 60;

  private OneLine() {}

  /** The text with its control characters and line separators escaped. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(line, point));
    return line.toString();
  }

  /** The text, shortened where it is too long to be quoted whole. */
  static String shortened(String text) {
    return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "…";
  }

  private static void append(StringBuilder line, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          line.append(
              switch (point) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format("\\u%04x", point);
              });
      default -> line.appendCodePoint(point);
    }
  }
}
