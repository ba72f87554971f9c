package org.escapement.engine.compute;

/** Elementwise functions φ, with their first two derivatives. */
public enum Nonlinearity {
  /** max(z, 0); φ'(0) = 0. */
  RELU(true, true),
  /** max(z, z/100); φ'(0) = 1/100. */
  LEAKY_RELU(true, true),
  /** tanh z. */
  TANH(false, true),
  /** ln(1 + eᶻ). */
  SOFTPLUS(false, true),
  /** σ(z) = 1/(1 + e⁻ᶻ). */
  SIGMOID(false, true),
  /** z Φ(z), Φ the normal distribution function: the exact form, with the error function. */
  GELU(false, false);

  private final boolean piecewiseLinear;
  private final boolean monotone;

  Nonlinearity(boolean piecewiseLinear, boolean monotone) {
    this.piecewiseLinear = piecewiseLinear;
    this.monotone = monotone;
  }

  /** Whether φ'' is zero wherever it exists. */
  public boolean isPiecewiseLinear() {
    return piecewiseLinear;
  }

  /** Whether z ≤ w makes φ(z) ≤ φ(w), so that a maximum can be taken before φ. */
  public boolean isMonotone() {
    return monotone;
  }
}
