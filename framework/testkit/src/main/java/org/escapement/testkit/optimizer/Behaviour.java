package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.fail;

import java.util.Set;

/** What is taken for granted of an optimizer unless its author opts out. */
public enum Behaviour {
  /**
   * With its initial state and a zero gradient it does not move (Wu, Ma &amp; E 2018, Definition
   * 1). Not so with weight decay.
   */
  RESTS_AT_ZERO_GRADIENT,

  /** It gives its linear part in closed form rather than leaving it to the host's differences. */
  ANALYTIC_LINEARIZATION;

  /** Fails unless an optimizer that shows this declares it, and one that does not does not. */
  void assertDeclaredIf(boolean shown, Set<Behaviour> declared, String observation) {
    if (shown != declared.contains(this)) {
      fail(
          "%s; %s must be %s behaviours()",
          observation, this, shown ? "among those of" : "taken out of");
    }
  }
}
