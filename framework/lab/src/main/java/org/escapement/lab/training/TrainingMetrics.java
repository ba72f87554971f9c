package org.escapement.lab.training;

import java.util.OptionalDouble;

/**
 * What was measured at one iteration of a training. NaN and the infinities are values like any
 * other: they say how a run diverged.
 *
 * @param iteration the number of steps taken before
 * @param loss the loss on all training examples
 * @param trainAccuracy the part of the training examples classified rightly, where measured
 * @param testAccuracy the part of the test examples classified rightly, where measured
 * @param sharpness the largest eigenvalue of the Hessian, where measured
 */
public record TrainingMetrics(
    long iteration,
    double loss,
    OptionalDouble trainAccuracy,
    OptionalDouble testAccuracy,
    OptionalDouble sharpness) {}
