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
 */
public record TrainingPlan(
    double targetLoss, long maxIterations, long evaluateEvery, long sharpnessEvery) {}
