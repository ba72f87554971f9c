package org.escapement.plugin.lbfgs;

/** How the length of a step is found. */
enum LineSearch {
  /** It is given. */
  NONE("none"),
  /** By {@link StrongWolfeSearch}. */
  STRONG_WOLFE("strong-wolfe");

  private final String text;

  LineSearch(String text) {
    this.text = text;
  }

  /** The name in config files. */
  @Override
  public String toString() {
    return text;
  }
}
