package org.escapement.lab.text;

import java.nio.file.Path;

/** Makes text from a file or a user fit to stand inside a one-line message. */
public final class OneLine {
  private static final int LONGEST = 200;

  private OneLine() {}

  /** The text with control characters replaced by {@code ?}, cut where it is very long. */
  public static String of(String text) {
    String line = withoutControls(String.valueOf(text));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The path with control characters replaced by {@code ?}, never cut. */
  public static String path(Path path) {
    return withoutControls(path.toString());
  }

  /** What an exception says, with its kind in front. */
  public static String reason(Throwable failure) {
    String kind = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return message == null ? kind : kind + ": " + of(message);
  }

  private static String withoutControls(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
  }
}
