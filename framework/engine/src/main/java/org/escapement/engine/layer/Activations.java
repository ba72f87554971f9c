package org.escapement.engine.layer;

import java.util.Optional;
import org.escapement.engine.compute.Nonlinearity;

/** The activations by their names in config files. */
public enum Activations {
  /** max(z, 0). */
  RELU("relu", Nonlinearity.RELU),
  /** max(z, z/100). */
  LEAKY_RELU("leaky-relu", Nonlinearity.LEAKY_RELU),
  /** tanh z. */
  TANH("tanh", Nonlinearity.TANH),
  /** ln(1 + eᶻ). */
  SOFTPLUS("softplus", Nonlinearity.SOFTPLUS),
  /** σ(z) = 1/(1 + e⁻ᶻ). */
  SIGMOID("sigmoid", Nonlinearity.SIGMOID),
  /** z Φ(z), Φ the normal distribution function: the exact form, with the error function. */
  GELU("gelu", Nonlinearity.GELU),
  /** No activation: a linear network. */
  IDENTITY("identity", null);

  private final String text;
  private final Nonlinearity function;

  Activations(String text, Nonlinearity function) {
    this.text = text;
    this.function = function;
  }

  /** The function, or nothing for the identity, which needs no layer. */
  public Optional<Nonlinearity> function() {
    return Optional.ofNullable(function);
  }

  @Override
  public String toString() {
    return text;
  }
}
