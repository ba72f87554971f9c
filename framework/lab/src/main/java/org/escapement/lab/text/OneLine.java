package org.escapement.lab.text;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Locale;

/** Makes text from a file, a user or a library fit to stand inside a message of one line. */
public final class OneLine {
  private static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_REASON = 300;

  private OneLine() {}

  /** The text with its control characters and line separators escaped, never cut. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    String.valueOf(text).codePoints().forEach(point -> append(line, point));
    return line.toString();
  }

  /** The text as {@link #of}, cut where it is too long to be quoted whole. */
  public static String quoted(String text) {
    return cut(of(text), LONGEST_QUOTE);
  }

  /** The text with every run of white space as one blank. */
  public static String joined(String text) {
    return of(text.strip().replaceAll("\\s+", " "));
  }

  /** The path as {@link #of}: a path that is cut names nothing. */
  public static String path(Path path) {
    return of(path.toString());
  }

  /** The kind of a failure and its message. */
  public static String reason(Throwable failure) {
    Throwable root = rootOf(failure);
    String kind = root.getClass().getSimpleName();
    String message = messageOf(root);
    return message.isBlank() ? kind : cut(joined(kind + ": " + message), LONGEST_REASON);
  }

  /** The failure behind the wrappers of reflection and class initialization. */
  public static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while ((root instanceof InvocationTargetException
            || root instanceof ExceptionInInitializerError)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The message; an exception class of a plugin may fail even here. */
  private static String messageOf(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException | LinkageError e) {
      return "";
    }
  }

  private static String cut(String line, int longest) {
    if (line.length() <= longest) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(longest - 1)) ? longest - 1 : longest;
    return line.substring(0, end) + "…";
  }

  private static void append(StringBuilder line, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          line.append(
              switch (point) {
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format(Locale.ROOT, "\\u%04x", point);
              });
      default -> line.appendCodePoint(point);
    }
  }
}
