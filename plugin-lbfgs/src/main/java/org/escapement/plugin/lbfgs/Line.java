package org.escapement.plugin.lbfgs;

/** A function of one variable, the length of a step, with its derivative. */
interface Line {
  /** The sample there. */
  Sample at(double length);
}
