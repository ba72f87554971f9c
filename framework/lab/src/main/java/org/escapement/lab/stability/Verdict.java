package org.escapement.lab.stability;

/** Whether a minimum is stable for an optimizer. */
public enum Verdict {
  /** A sufficient condition holds for certain, and no necessary one may fail. */
  STABLE("stable"),
  /** A necessary condition fails for certain. */
  UNSTABLE("unstable"),
  /** Neither could be shown. */
  UNDECIDED("undecided");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
