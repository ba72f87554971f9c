package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;

/** What mini-batches mean for one optimizer: conditions, the exponent and the table of rates. */
final class NoiseFindings {
  private final Optional<NoiseAnalysis> noise;
  private final MeanSquareConditions gradientSteps;
  private final Recurrence recurrence;
  private final Sampling sampling;
  private final int examples;
  private final double varianceFactor;
  private final Optional<Bounds> growth;
  private final Optional<AlmostSureExponent> exponent;
  private final List<BatchThreshold> thresholds;

  /**
   * @param noise the theory under the recurrence's preconditioner, where it can be had
   * @param gradientSteps conditions of gradient steps that need no Jacobian
   * @param recurrence the method
   * @param sampling how it draws batches
   * @param examples n
   * @param random the source of batches
   */
  NoiseFindings(
      Optional<NoiseAnalysis> noise,
      MeanSquareConditions gradientSteps,
      Recurrence recurrence,
      Sampling sampling,
      int examples,
      RandomGenerator random) {
    this.noise = noise;
    this.gradientSteps = gradientSteps;
    this.recurrence = recurrence;
    this.sampling = sampling;
    this.examples = examples;
    this.varianceFactor = sampling.varianceFactor(examples);
    boolean independent = sampling.independent(examples);
    this.growth =
        varianceFactor > 0 && independent
            ? noise.map(analysis -> analysis.growthRate(recurrence, varianceFactor))
            : Optional.empty();
    boolean grows = growth.map(bounds -> bounds.upper() > 1).orElse(!independent);
    this.exponent =
        varianceFactor > 0 && grows
            ? noise.map(analysis -> analysis.exponent(recurrence, sampling, random))
            : Optional.empty();
    this.thresholds = noise.map(analysis -> analysis.thresholds(recurrence)).orElse(List.of());
  }

  /**
   * The conditions under independent batches; none for batches that are not.
   *
   * @param proves whether the preconditioner in them is the one that the method goes on with
   */
  List<Condition> conditions(boolean proves) {
    List<Condition> conditions = new ArrayList<>();
    if (!(varianceFactor > 0) || !sampling.independent(examples)) {
      return conditions;
    }
    if (recurrence.isGradientStep()) {
      double unit = recurrence.learningRate() / step();
      List<Condition> ofSteps = new ArrayList<>();
      if (recurrence.preconditioner().isIdentity()) {
        ofSteps.addAll(gradientSteps.at(step(), varianceFactor, noise));
      }
      noise.ifPresent(analysis -> ofSteps.addAll(analysis.necessary(step(), varianceFactor)));
      ofSteps.forEach(condition -> conditions.add(condition.withRateTimes(unit)));
    }
    if (noise.isPresent() && !Double.isInfinite(DeterministicEdge.of(recurrence))) {
      Bounds rate = noise.get().criticalLearningRate(recurrence, varianceFactor);
      conditions.addAll(noise.get().conditions(growth.orElseThrow(), rate));
    }
    return proves ? conditions : conditions.stream().map(Condition::asIndication).toList();
  }

  /** Why noise is not decided, where no condition decides it. */
  Optional<String> undecided() {
    if (!(varianceFactor > 0)) {
      return Optional.empty();
    }
    if (!sampling.independent(examples)) {
      return Optional.of(
          "the theory in mean square is that of independent batches, and those of a reshuffled epoch"
              + " depend on one another");
    }
    return noise.isEmpty() && !isPlainGradientStep()
        ? Optional.of(
            "the full-batch dynamics are stable; the mini-batch noise of a method with memory or"
                + " preconditioner is not decided without the model's Jacobian")
        : Optional.empty();
  }

  /** The exponent where nothing was left out of the curvature; otherwise it decides nothing. */
  Optional<AlmostSureExponent> wholeExponent() {
    return noise.isPresent() && !noise.get().curvature().isTruncated()
        ? exponent
        : Optional.empty();
  }

  /**
   * Everything.
   *
   * @param proves whether the preconditioner is the one that the method goes on with
   */
  Optional<MeanSquareReport> report(boolean proves) {
    return noise.map(
        analysis ->
            new MeanSquareReport(
                analysis.curvature().modes(),
                analysis.curvature().examples() * analysis.curvature().outputs(),
                analysis.curvature().isTruncated(),
                !proves,
                analysis.curvature().sharpness(),
                analysis.nonUniformity(),
                growth,
                exponent,
                thresholds));
  }

  private boolean isPlainGradientStep() {
    return recurrence.isGradientStep() && recurrence.preconditioner().isIdentity();
  }

  private double step() {
    return recurrence.input()[0] * recurrence.output()[0];
  }
}
