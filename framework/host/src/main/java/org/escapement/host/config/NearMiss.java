package org.escapement.host.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Finds the name that somebody probably meant. */
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

  private static double similarity(String left, String right) {
    return new JaroWinklerSimilarity()
        .apply(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
  }
}
