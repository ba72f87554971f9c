package org.escapement.spi.linearization;

/**
 * The linear part of an optimizer's step at a fixed point (Wu, Ma &amp; E 2018, Definition 2), in
 * the form that the optimizer's author can give most easily. The host derives every stability
 * condition from it and needs to know nothing else about the method.
 */
public sealed interface Linearization permits Recurrence, StateSpace, Numerical {
  /** The host shall differentiate the step itself. */
  static Linearization numerical() {
    return new Numerical();
  }
}
