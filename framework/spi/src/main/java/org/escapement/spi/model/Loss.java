package org.escapement.spi.model;

/** Losses by their names in config files, with the convention that all curvature is stated in. */
public enum Loss {
  /**
   * Mean of the squared error over examples and outputs, 1/(nk) Σ ‖F − y‖²: the papers' convention.
   */
  MEAN_SQUARED_ERROR("mse", "1/(nk) sum of squared errors over n examples and k outputs", true),
  /** Mean over examples of half the squared error, 1/(2n) Σ ‖F − y‖². */
  HALF_SQUARED_ERROR(
      "half-squared-error", "1/(2n) sum of squared errors over n examples and their outputs", true),
  /**
   * Mean over examples of −Σ_j y_j ln softmax(F)_j. The targets of an example are probabilities:
   * not negative, of sum one.
   */
  CROSS_ENTROPY(
      "cross-entropy", "1/n sum over n examples of -sum y ln softmax(outputs), natural log", false);

  private final String text;
  private final String convention;
  private final boolean attained;

  Loss(String text, String convention, boolean attained) {
    this.text = text;
    this.convention = convention;
    this.attained = attained;
  }

  /** The scaling in words. */
  public String convention() {
    return convention;
  }

  /**
   * Whether a model that fits all examples has the least loss at a point. Otherwise, with targets
   * that are sure of a class, the loss falls along a way to infinity, on which all curvature
   * vanishes, and there is no minimum at which dynamics could be linearized.
   */
  public boolean attainsItsInfimum() {
    return attained;
  }

  @Override
  public String toString() {
    return text;
  }
}
