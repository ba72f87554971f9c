package org.escapement.lab.escape;

/** In which direction trials start from the minimum. */
public enum Direction {
  /** Uniform on the sphere, another one for each trial. */
  RANDOM("random"),
  /** Along the leading eigenvector of the Hessian, its largest entry in size being positive. */
  TOP_MODE("top-mode"),
  /** Along it, the first trial, the third and so on; against it, the others. */
  BOTH_TOP_MODES("both-top-modes");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
