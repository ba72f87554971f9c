package org.escapement.testkit.optimizer;

/** What is taken for granted of an optimizer unless its author opts out. */
public enum Behaviour {
  /**
   * With its initial state and a zero gradient it does not move (Wu, Ma &amp; E 2018, Definition
   * 1). Not so with weight decay.
   */
  RESTS_AT_ZERO_GRADIENT,

  /** It gives its linear part in closed form rather than leaving it to the host's differences. */
  ANALYTIC_LINEARIZATION
}
