package org.escapement.lab.data;

/** What is predicted. */
public enum TargetKind {
  /** A class: a one for it and zeros for all others. */
  ONE_HOT("one-hot"),
  /** Numbers as they are. */
  REGRESSION("regression");

  private final String name;

  TargetKind(String name) {
    this.name = name;
  }

  /** The name in a config. */
  @Override
  public String toString() {
    return name;
  }
}
