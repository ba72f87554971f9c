package org.escapement.spi.linearization;

/**
 * The step's two partial derivatives as operators, for methods that are not a {@link Recurrence}:
 * with z = (point deviation, then the state's tensors in their order, each flattened),
 *
 * <pre>z' = F z + R H z₀</pre>
 *
 * where z₀ is the point's part of z.
 *
 * @param onState F = ∂step/∂z at zero gradient, of dimension m·p for m vectors of memory
 * @param onGradient R = ∂step/∂g, applied to vectors of length m·p whose first p entries hold the
 *     gradient and whose others are zero
 */
public record StateSpace(LinearOperator onState, LinearOperator onGradient)
    implements Linearization {

  /** Checks that both operators act on the same space. */
  public StateSpace {
    if (onState.dimension() != onGradient.dimension()) {
      throw new IllegalArgumentException(
          "onState has dimension "
              + onState.dimension()
              + ", onGradient "
              + onGradient.dimension());
    }
  }
}
