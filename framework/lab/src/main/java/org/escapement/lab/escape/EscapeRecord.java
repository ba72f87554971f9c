package org.escapement.lab.escape;

import java.util.OptionalDouble;

/**
 * What was seen of a run at one iteration.
 *
 * @param trial the run, counted from 0
 * @param iteration the number of steps taken before
 * @param loss the loss on all training examples
 * @param distance from the minimum, in parameter units
 * @param trainAccuracy the part of the training examples classified rightly, where it has a meaning
 * @param testAccuracy the same for the test examples
 * @param sharpness the largest eigenvalue of the Hessian; absent where it was not asked for, or
 *     nothing finite was found
 * @param sharpnessResidual its error bound
 * @param sharpnessProducts the products that it took
 */
public record EscapeRecord(
    int trial,
    long iteration,
    double loss,
    double distance,
    OptionalDouble trainAccuracy,
    OptionalDouble testAccuracy,
    OptionalDouble sharpness,
    OptionalDouble sharpnessResidual,
    int sharpnessProducts) {}
