package org.escapement.host.config;

/** The floating-point type that a run computes in. */
public enum Precision {
  /** Single precision. */
  FLOAT("float"),
  /** Double precision. */
  DOUBLE("double");

  private final String text;

  Precision(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
