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
 * @param sharpness the largest eigenvalue of the Hessian H, where measured
 * @param preconditionedSharpness the largest eigenvalue of P^½HP^½, P being the preconditioner that
 *     the optimizer has in its present state; the sharpness itself where P = I. Absent where it was
 *     not measured or the optimizer has no recurrence
 * @param edge the full-batch edge of stability of the optimizer's recurrence in its present state,
 *     which the preconditioned sharpness is to be compared with; absent without a recurrence, and
 *     at a learning rate of 0, which nothing is too sharp for
 */
public record TrainingMetrics(
    long iteration,
    double loss,
    OptionalDouble trainAccuracy,
    OptionalDouble testAccuracy,
    OptionalDouble sharpness,
    OptionalDouble preconditionedSharpness,
    OptionalDouble edge) {
  /** The preconditioned sharpness as a multiple of the edge, where both are known. */
  public OptionalDouble shareOfEdge() {
    return preconditionedSharpness.isPresent() && edge.isPresent()
        ? OptionalDouble.of(preconditionedSharpness.getAsDouble() / edge.getAsDouble())
        : OptionalDouble.empty();
  }

  /** The loss alone. */
  public static TrainingMetrics ofLoss(long iteration, double loss) {
    OptionalDouble none = OptionalDouble.empty();
    return new TrainingMetrics(iteration, loss, none, none, none, none, none);
  }
}
