package org.escapement.host.plugin;

import java.lang.reflect.InvocationTargetException;

/** Turns foreign messages and failures into text of one line. */
final class OneLine {
  private OneLine() {}

  /** The text with every run of white space as one blank. */
  static String of(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The failure behind the wrappers of reflection and class initialization. */
  static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while ((root instanceof InvocationTargetException
            || root instanceof ExceptionInInitializerError)
        && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The kind of failure and its message. */
  static String of(Throwable failure) {
    Throwable root = rootOf(failure);
    String kind = root.getClass().getSimpleName();
    String message = messageOf(root);
    return message.isBlank() ? kind : of(kind + ": " + message);
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
}
