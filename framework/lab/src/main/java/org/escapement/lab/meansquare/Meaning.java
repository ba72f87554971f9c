package org.escapement.lab.meansquare;

/** What the kept modes' result says of all modes. */
public enum Meaning {
  /** Nothing was left out: it is theirs. */
  EXACT("exact"),
  /** Theirs is not larger. */
  UPPER_BOUND("upper bound: modes were left out"),
  /** Theirs is not smaller. */
  LOWER_BOUND("lower bound: modes were left out"),
  /** Close to theirs, on a side that is not known. */
  ESTIMATE("estimate: modes were left out");

  private final String text;

  Meaning(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
