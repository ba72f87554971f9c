package org.escapement.lab.statistics;

/**
 * When an average over one long run is good enough, and when to stop without it.
 *
 * @param standardError wanted
 * @param burnIn steps that are not averaged, in which memory fills and the start is forgotten
 * @param maxSteps the most steps, those not counted
 * @param maxSeconds the most time; infinite where results must repeat
 */
public record AveragingPlan(double standardError, long burnIn, long maxSteps, double maxSeconds) {}
