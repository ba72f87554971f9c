package org.escapement.engine.layer;

/** What a parameter tensor does in its layer: all that an initialisation goes by. */
public sealed interface ParameterRole {
  /**
   * A linear map of what comes in, applied once or at every position of an image.
   *
   * @param fanIn the inputs that one output is a sum over
   * @param fanOut the outputs that one input goes to, those outside an image included
   */
  record Weight(long fanIn, long fanOut) implements ParameterRole {}

  /**
   * What is added to such a map.
   *
   * @param fanIn the map's
   */
  record Bias(long fanIn) implements ParameterRole {}

  /**
   * A parameter that starts from a number of its own, whatever the initialisation.
   *
   * @param value of every entry at the start
   */
  record Constant(double value) implements ParameterRole {}
}
