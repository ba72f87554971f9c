package org.escapement.lab.stability;

import java.util.List;
import org.escapement.lab.stability.FixedPointCheck.Displacement;

/**
 * What was found out about one optimizer at one minimum.
 *
 * @param sampling how its batches are drawn, in words
 * @param state where the state comes from at which the step was linearized
 * @param fixedPoint Definition 1
 * @param conditions evaluated, in order of cost
 * @param criticalLearningRate between which rates stability is lost
 * @param verdict the decision
 * @param reason the condition that decided, in words
 */
public record StabilityReport(
    String sampling,
    String state,
    Displacement fixedPoint,
    List<Condition> conditions,
    CriticalLearningRate criticalLearningRate,
    Verdict verdict,
    String reason) {

  /**
   * The critical learning rate lies in [lower, upper]; both are NaN where nothing is known.
   *
   * @param lower at every smaller rate the minimum is stable
   * @param upper at every larger rate it is not
   */
  public record CriticalLearningRate(double lower, double upper) {
    static final CriticalLearningRate UNKNOWN = new CriticalLearningRate(Double.NaN, Double.NaN);
  }
}
