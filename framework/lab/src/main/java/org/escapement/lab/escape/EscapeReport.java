package org.escapement.lab.escape;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * How often an optimizer left a minimum.
 *
 * @param trials runs made
 * @param escaped runs that went farther than the distance, or diverged
 * @param diverged those among them whose loss stopped being a number
 * @param medianSteps median of the steps until escape over the runs that escaped
 * @param endedAt where the known minima are: how many runs ended near each, and elsewhere
 */
public record EscapeReport(
    int trials,
    int escaped,
    int diverged,
    OptionalDouble medianSteps,
    Map<String, Integer> endedAt) {}
