package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.identification.IdentifiedRecurrence;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.lab.stability.StabilityReport.CriticalLearningRate;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decides, from an optimizer's linearization alone, whether it stays at a minimum.
 *
 * <ul>
 *   <li>Full batch: the largest eigenvalue of P^½HP^½ against the recurrence's deterministic edge.
 *   <li>Mini-batches, plain gradient steps: in addition Theorem 1 (sufficient), growth along the
 *       sharpest direction (necessary) and the bounds (9), all of the Gauss–Newton part.
 *   <li>Mini-batches of any method without a preconditioner, at minima small enough for the exact
 *       theory: the mean-square growth rate, enclosed from both sides, decides.
 *   <li>Mini-batches of other methods: the deterministic edge is necessary; noise is not decided.
 *   <li>Methods that give no recurrence: one is looked for by differences of the step.
 * </ul>
 *
 * <p>Where a linearization at the point is degenerate there is no verdict; the conditions then tell
 * about the point as it is.
 */
public final class StabilityAnalysis implements AutoCloseable {
  /** The name of the condition that compares the sharpness with the edge of the full batch. */
  public static final String EDGE = "sharpness against the full-batch edge";

  private final Objective objective;
  private final INDArray point;
  private final RandomGenerator random;
  private final FullBatchConditions fullBatch;
  private final MeanSquareConditions meanSquare;
  private final double sharpness;
  private final int applications;

  /** Made when first needed; empty where it cannot be had. */
  private Optional<ExactMeanSquare> exact;

  /**
   * @param objective the loss
   * @param operators its second derivatives at the point
   * @param curvature sharpness and non-uniformity there
   * @param gaussNewton the operators for which the mean-square conditions are stated
   * @param point the minimum, not written
   * @param tolerance of every further eigenvalue
   * @param random the source of start vectors and batches
   */
  public StabilityAnalysis(
      Objective objective,
      CurvatureOperators operators,
      CurvatureMeasurement curvature,
      CurvatureOperators gaussNewton,
      INDArray point,
      Tolerance tolerance,
      RandomGenerator random) {
    this.objective = objective;
    this.point = point;
    this.random = random;
    this.fullBatch = new FullBatchConditions(operators, curvature, tolerance, random);
    this.meanSquare = new MeanSquareConditions(gaussNewton, curvature, tolerance, random);
    this.sharpness = curvature.sharpness().value();
    this.applications = tolerance.maxProducts();
  }

  /**
   * Analyses one optimizer.
   *
   * @param optimizer the method
   * @param live its state at the minimum, whose preconditioner and rate are analysed
   * @param learningRate its rate, used only where it gives no linearization; empty if it has none
   */
  public StabilityReport analyse(Optimizer optimizer, LiveState live, OptionalDouble learningRate) {
    Sampling sampling = optimizer.sampling();
    Displacement displacement =
        FixedPointCheck.measure(optimizer, objective, point, live.state(), random);
    Linearization linearization = optimizer.linearize(point, live.state());
    if (linearization instanceof Recurrence given) {
      return report(given, "", live, sampling, displacement);
    }
    IdentifiedRecurrence identified =
        IdentifiedRecurrence.of(optimizer, point, live.state(), sharpness, learningRate.orElse(1));
    if (identified.found().isEmpty()) {
      return new StabilityReport(
          describe(sampling),
          live.origin(),
          displacement,
          List.of(),
          CriticalLearningRate.UNKNOWN,
          Verdict.UNDECIDED,
          "the optimizer gives no recurrence (A, b, c, P), and its step shows none: "
              + identified.reason());
    }
    String origin =
        String.format(
            Locale.ROOT,
            "; (A, b, c, P) found by differences of the step, consistent to %.1g",
            identified.error());
    return report(identified.recurrence(), origin, live, sampling, displacement);
  }

  private StabilityReport report(
      Recurrence recurrence,
      String origin,
      LiveState live,
      Sampling sampling,
      Displacement displacement) {
    double varianceFactor = sampling.varianceFactor(objective.examples());
    boolean noise = varianceFactor > 0;
    boolean plain = isPlainGradientStep(recurrence);
    List<Condition> conditions = new ArrayList<>(fullBatch.of(recurrence, noise, live));
    if (noise && plain) {
      double rate = recurrence.input()[0] * recurrence.output()[0];
      conditions.addAll(meanSquare.at(rate, varianceFactor, exact()));
    }
    boolean decided = false;
    if (noise && recurrence.preconditioner().isIdentity() && exact().isPresent()) {
      conditions.addAll(exact().get().of(recurrence, varianceFactor));
      decided = true;
    }
    boolean noiseUndecided = noise && !plain && !decided;
    Conclusion conclusion =
        objective
            .degeneracy(point)
            .map(Conclusion::undecided)
            .orElseGet(
                () ->
                    Conclusion.of(
                        conditions,
                        recurrence.preconditioner().pace(),
                        live.origin(),
                        noiseUndecided));
    return new StabilityReport(
        describe(sampling),
        live.origin(),
        displacement,
        List.copyOf(conditions),
        conclusion.criticalLearningRate(),
        conclusion.verdict(),
        conclusion.reason() + origin);
  }

  private Optional<ExactMeanSquare> exact() {
    if (exact == null) {
      exact = ExactMeanSquare.of(objective, point, applications);
    }
    return exact;
  }

  private static boolean isPlainGradientStep(Recurrence recurrence) {
    return recurrence.order() == 1
        && recurrence.stateMatrix()[0][0] == 1
        && recurrence.preconditioner().isIdentity();
  }

  private String describe(Sampling sampling) {
    return sampling.varianceFactor(objective.examples()) == 0
        ? Sampling.Kind.FULL_BATCH.toString()
        : "B = " + sampling.batchSize() + " " + sampling.kind();
  }

  @Override
  public void close() {
    if (exact != null) {
      exact.ifPresent(ExactMeanSquare::close);
    }
  }
}
