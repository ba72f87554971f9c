package org.escapement.spi.model;

/** Losses by their names in config files, with the convention that all curvature is stated in. */
public enum Loss {
  /**
   * Mean of the squared error over examples and outputs, 1/(nk) Σ ‖F − y‖²: the papers' convention.
   */
  MEAN_SQUARED_ERROR("mse", "1/(nk) sum of squared errors over n examples and k outputs");

  private final String text;
  private final String convention;

  Loss(String text, String convention) {
    this.text = text;
    this.convention = convention;
  }

  /** The scaling in words. */
  public String convention() {
    return convention;
  }

  @Override
  public String toString() {
    return text;
  }
}
