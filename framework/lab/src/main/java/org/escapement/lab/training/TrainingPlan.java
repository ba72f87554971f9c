package org.escapement.lab.training;

/**
 * When to stop training and what to look at on the way.
 *
 * @param targetLoss full-batch training loss at which to stop
 * @param maxIterations the most steps
 * @param evaluateEvery steps between evaluations of the full loss where the optimizer's own batches
 *     do not give it; 0 for one epoch
 * @param sharpnessEvery steps between measurements of sharpness and accuracy; 0 for about forty,
 *     denser at the start
 * @param sharpnessTolerance relative residual at which these sharpnesses count as converged
 */
public record TrainingPlan(
    double targetLoss,
    long maxIterations,
    long evaluateEvery,
    long sharpnessEvery,
    double sharpnessTolerance) {
  /** A percent: enough for a figure. */
  public static final double FOR_A_FIGURE = 1e-2;

  /** A plan whose sharpnesses are for a figure. */
  public TrainingPlan(
      double targetLoss, long maxIterations, long evaluateEvery, long sharpnessEvery) {
    this(targetLoss, maxIterations, evaluateEvery, sharpnessEvery, FOR_A_FIGURE);
  }
}
