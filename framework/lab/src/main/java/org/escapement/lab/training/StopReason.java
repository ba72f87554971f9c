package org.escapement.lab.training;

/** Why training ended. */
public enum StopReason {
  /** The loss asked for was reached. */
  LOSS_REACHED("loss reached"),
  /** The iterations allowed were spent first. */
  ITERATION_BUDGET("iteration budget spent"),
  /** The loss grew beyond bounds, or a loss or gradient stopped being finite. */
  DIVERGED("diverged"),
  /** No training: the minimum is known in closed form. */
  KNOWN_MINIMUM("known minimum"),
  /** No training: the point was read from a file. */
  READ_FROM_FILE("read from a file");

  private final String text;

  StopReason(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
