package org.escapement.lab.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds the name that somebody probably meant: similar, or with the same letters in disorder. */
public final class NearMiss {
  private static final double SIMILAR = 0.85;

  private NearMiss() {}

  /** The most similar of the names, or nothing where none is similar. */
  public static Optional<String> of(String written, Collection<String> names) {
    return names.stream()
        .max(Comparator.comparingDouble(name -> similarity(written, name)))
        .filter(name -> similarity(written, name) >= SIMILAR);
  }

  /** The question to append to a message; empty where no name is similar. */
  public static String question(String written, Collection<String> names) {
    return of(written, names).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /**
   * What to append to a message about an unknown name: the one probably meant, then all there are.
   *
   * @param heading what the names are, such as {@code allowed}
   */
  public static String listing(String written, String heading, Collection<String> names) {
    String question = question(written, names);
    return (question.isEmpty() ? "; " : question + " ")
        + heading
        + ": "
        + (names.isEmpty() ? "none" : String.join(", ", names));
  }

  private static double similarity(String written, String name) {
    String left = written.toLowerCase(Locale.ROOT);
    String right = name.toLowerCase(Locale.ROOT);
    return sorted(left).equals(sorted(right)) ? 1 : new JaroWinklerSimilarity().apply(left, right);
  }

  private static String sorted(String text) {
    return text.codePoints()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
