package org.escapement.lab.stability;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.meansquare.ScalarRegion;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.spi.optimizer.Sampling;

/**
 * What was found out about one optimizer at one minimum.
 *
 * @param sampling how its batches are drawn, in words
 * @param state where the state comes from at which the step was linearized
 * @param fixedPoint Definition 1
 * @param learningRate the rate in force at that state; empty where there is no recurrence
 * @param preconditioned whether the recurrence has a preconditioner, so that it sees P^½HP^½
 * @param conditions evaluated, in order of cost
 * @param noise what mini-batches mean; empty where the model has no Jacobian or the optimizer no
 *     recurrence
 * @param atRest when growth of the preconditioner brings on instability; empty where it has none
 * @param homogeneous what the method does whose memory shrinks with the point; empty for others
 * @param region the sharpness and non-uniformity that the recurrence bears in one dimension; empty
 *     where there is no recurrence
 * @param criticalLearningRate between which rates stability is lost
 * @param verdict the decision
 * @param reason what decided, in words
 */
public record StabilityReport(
    String sampling,
    String state,
    Displacement fixedPoint,
    OptionalDouble learningRate,
    boolean preconditioned,
    List<Condition> conditions,
    Optional<MeanSquareReport> noise,
    Optional<RestPrediction> atRest,
    Optional<HomogeneousExponent> homogeneous,
    Optional<ScalarRegion> region,
    CriticalLearningRate criticalLearningRate,
    Verdict verdict,
    String reason) {

  /** Whether every step sees all examples. */
  public boolean fullBatch() {
    return sampling.equals(Sampling.Kind.FULL_BATCH.toString());
  }

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
