package org.escapement.spi.linearization;

/**
 * The linear part of an optimizer's step at a fixed point (Wu, Ma &amp; E 2018, Definition 2), in
 * the form that the optimizer's author can give most easily. From a {@link Recurrence} the host
 * derives the stability conditions and needs to know nothing else about the method; the other forms
 * serve {@link org.escapement.spi.dynamics.LinearizedJacobian}, and the verdict is left to escape
 * trials.
 */
public sealed interface Linearization permits Recurrence, StateSpace, Numerical {
  /** The host shall differentiate the step itself. */
  static Linearization numerical() {
    return new Numerical();
  }
}
