package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.identification.IdentifiedRecurrence;
import org.escapement.lab.meansquare.Passage;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.meansquare.ScalarRegion;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.lab.stability.StabilityReport.CriticalLearningRate;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
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
 *   <li>Mini-batches: the mean-square growth rate, enclosed from both sides, where the model gives
 *       a Jacobian, and the almost-sure exponent where that grows; for gradient steps Theorem 1
 *       (sufficient), growth along the sharpest direction (necessary) and the bounds (9), all of
 *       the Gauss–Newton part.
 *   <li>Methods that give no recurrence: one is looked for by differences of the step.
 *   <li>Methods whose preconditioner lives on the steps themselves, and those whose step shows no
 *       recurrence: the exponent of the step as it is, if that is homogeneous.
 * </ul>
 *
 * <p>Where a linearization at the point is degenerate there is no verdict; the conditions then tell
 * about the point as it is.
 */
public final class StabilityAnalysis implements AutoCloseable {
  /** The name of the condition that compares the sharpness with the edge of the full batch. */
  public static final String EDGE = "sharpness against the full-batch edge";

  /** The name of the condition on what the sharpest direction grows by on the full batch. */
  public static final String FULL_BATCH_GROWTH =
      "full-batch growth factor along the sharpest direction";

  private static final double HOMOGENEOUS_ERROR = 1e-3;
  private static final long BURN_IN = 300;

  /** The most steps of an exponent that decides nothing, as curvature was left out. */
  private static final long INDICATIVE_STEPS = 1000;

  private final Objective objective;
  private final INDArray point;
  private final AnalysisPlan plan;
  private final RandomGenerator random;
  private final CurvatureMeasurement curvature;
  private final FullBatchConditions fullBatch;
  private final MeanSquareConditions meanSquare;

  /** What reports were made from, where that has no preconditioner. */
  private final Map<StabilityReport, LinearSteps> linear = new IdentityHashMap<>();

  /** Without a preconditioner; made when first needed, empty where it cannot be had. */
  private Optional<NoiseAnalysis> plainNoise;

  private record LinearSteps(Recurrence recurrence, Sampling sampling) {}

  /**
   * @param objective the loss
   * @param operators its second derivatives at the point
   * @param curvature sharpness and non-uniformity there
   * @param gaussNewton the operators for which the mean-square conditions are stated
   * @param point the minimum, not written
   * @param plan what to find out
   * @param random the source of start vectors and batches
   */
  public StabilityAnalysis(
      Objective objective,
      CurvatureOperators operators,
      CurvatureMeasurement curvature,
      CurvatureOperators gaussNewton,
      INDArray point,
      AnalysisPlan plan,
      RandomGenerator random) {
    this.objective = objective;
    this.point = point;
    this.plan = plan;
    this.random = random;
    this.curvature = curvature;
    this.fullBatch = new FullBatchConditions(operators, curvature, plan.tolerance(), random);
    this.meanSquare = new MeanSquareConditions(gaussNewton, curvature, plan.tolerance(), random);
  }

  /**
   * Analyses one optimizer.
   *
   * @param optimizer the method
   * @param live its state at the minimum, whose preconditioner and rate are analysed
   * @param learningRate its rate, used only where it gives no linearization; empty if it has none
   */
  public StabilityReport analyse(Optimizer optimizer, LiveState live, OptionalDouble learningRate) {
    Displacement displacement =
        FixedPointCheck.measure(
            optimizer, objective, point, live.state(), plan.perturbation(), random);
    Linearization linearization = optimizer.linearize(point, live.state());
    if (linearization instanceof Recurrence given) {
      if (given.learningRate() == 0) {
        return undecided(
            optimizer,
            live,
            displacement,
            OptionalDouble.of(0),
            "the learning rate in force is 0: its schedule is at an end and steps lead nowhere");
      }
      return kept(optimizer, given, report(optimizer, given, "", live, displacement));
    }
    IdentifiedRecurrence identified =
        IdentifiedRecurrence.of(
            optimizer, point, live.state(), curvature.sharpness().value(), learningRate.orElse(1));
    if (identified.found().isEmpty()) {
      return withoutRecurrence(optimizer, identified.reason(), live, displacement);
    }
    String origin =
        String.format(
            Locale.ROOT,
            "; (A, b, c, P) found by differences of the step, consistent to %.1g",
            identified.error());
    Recurrence found = identified.recurrence();
    return kept(optimizer, found, report(optimizer, found, origin, live, displacement));
  }

  private StabilityReport kept(Optimizer optimizer, Recurrence recurrence, StabilityReport report) {
    if (recurrence.preconditioner().isIdentity()) {
      linear.put(report, new LinearSteps(recurrence, optimizer.sampling()));
    }
    return report;
  }

  /**
   * Simulates when runs of the linearized dynamics on mini-batches first reach a distance, their
   * memory being at rest at a displaced point.
   *
   * @param report what this has found out about the optimizer
   * @param random the source of displacements and batches
   * @return empty where there is no recurrence, it has a preconditioner or leaves open what memory
   *     at rest is, the model gives no Jacobian, or the simulation would take too long
   */
  public Optional<PassageTimes> passages(
      StabilityReport report, Passage passage, RandomGenerator random) {
    return Optional.ofNullable(linear.get(report))
        .flatMap(
            steps ->
                plainNoise()
                    .flatMap(
                        noise ->
                            noise.passages(steps.recurrence, steps.sampling, passage, random)));
  }

  /** Where there is nothing to judge by. */
  private StabilityReport undecided(
      Optimizer optimizer,
      LiveState live,
      Displacement displacement,
      OptionalDouble learningRate,
      String reason) {
    return new StabilityReport(
        describe(optimizer.sampling()),
        live.origin(),
        displacement,
        learningRate,
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CriticalLearningRate.UNKNOWN,
        Verdict.UNDECIDED,
        reason);
  }

  private StabilityReport report(
      Optimizer optimizer,
      Recurrence recurrence,
      String origin,
      LiveState live,
      Displacement displacement) {
    Preconditioner preconditioner = recurrence.preconditioner();
    Sampling sampling = optimizer.sampling();
    double varianceFactor = sampling.varianceFactor(objective.examples());
    double edge = DeterministicEdge.of(recurrence);
    List<Condition> conditions = new ArrayList<>();
    Optional<RestPrediction> atRest;
    try (EigenEstimate largest = fullBatch.largest(recurrence)) {
      conditions.addAll(
          fullBatch.of(
              recurrence,
              largest,
              varianceFactor > 0,
              sampling.independent(objective.examples()),
              live));
      atRest =
          preconditioner
              .atRest()
              .map(
                  rest ->
                      RestPrediction.of(
                          rest, largest.value(), curvature.sharpness().value(), edge));
    }
    Optional<NoiseAnalysis> noise = noise(recurrence, varianceFactor);
    try {
      Optional<HomogeneousExponent> homogeneous =
          preconditioner.pace() == Pace.FAST ? homogeneous(optimizer) : Optional.empty();
      NoiseFindings findings =
          new NoiseFindings(noise, meanSquare, recurrence, sampling, objective.examples(), random);
      boolean proves = fullBatch.proves(recurrence, live);
      conditions.addAll(findings.conditions(proves));
      Conclusion conclusion =
          objective
              .degeneracy(point)
              .map(Conclusion::undecided)
              .or(() -> homogeneous.flatMap(found -> ofHomogeneous(found, conditions, sampling)))
              .orElseGet(
                  () ->
                      Conclusion.of(
                          conditions,
                          new Conclusion.Setting(
                              preconditioner.pace(),
                              live.origin(),
                              varianceFactor > 0,
                              findings.undecided(),
                              proves ? findings.wholeExponent() : Optional.empty())));
      return new StabilityReport(
          describe(sampling),
          live.origin(),
          displacement,
          OptionalDouble.of(recurrence.learningRate()),
          !preconditioner.isIdentity(),
          List.copyOf(conditions),
          findings.report(proves),
          atRest,
          homogeneous,
          edge > 0 ? Optional.of(ScalarRegion.of(recurrence, varianceFactor)) : Optional.empty(),
          conclusion.criticalLearningRate(),
          conclusion.verdict(),
          conclusion.reason() + origin + residualNoise(displacement, conclusion.verdict()));
    } finally {
      if (!preconditioner.isIdentity()) {
        noise.ifPresent(NoiseAnalysis::close);
      }
    }
  }

  /** A step without a linear part may still scale with the distance from the minimum. */
  private StabilityReport withoutRecurrence(
      Optimizer optimizer, String whyNone, LiveState live, Displacement displacement) {
    List<Condition> conditions = fullBatch.negativeCurvature().stream().toList();
    Optional<HomogeneousExponent> homogeneous = homogeneous(optimizer);
    String reason =
        "the optimizer gives no recurrence (A, b, c, P), and its step shows none: "
            + whyNone
            + homogeneous
                .filter(exponent -> !exponent.found())
                .map(refused -> "; it has no exponent either: " + refused.refusal())
                .orElse("");
    Conclusion conclusion =
        objective
            .degeneracy(point)
            .map(Conclusion::undecided)
            .or(() -> Conclusion.ofSaddle(conditions, varies(optimizer)))
            .or(
                () ->
                    homogeneous.flatMap(
                        found -> ofHomogeneous(found, conditions, optimizer.sampling())))
            .orElseGet(() -> Conclusion.undecided(reason));
    return new StabilityReport(
        describe(optimizer.sampling()),
        live.origin(),
        displacement,
        OptionalDouble.empty(),
        false,
        conditions,
        Optional.empty(),
        Optional.empty(),
        homogeneous,
        Optional.empty(),
        CriticalLearningRate.UNKNOWN,
        conclusion.verdict(),
        conclusion.reason() + residualNoise(displacement, conclusion.verdict()));
  }

  private boolean varies(Optimizer optimizer) {
    return optimizer.sampling().varianceFactor(objective.examples()) > 0;
  }

  /** Reduced once for all methods without a preconditioner. */
  private Optional<NoiseAnalysis> noise(Recurrence recurrence, double varianceFactor) {
    if (varianceFactor == 0 && plan.batchSizes().isEmpty()) {
      return Optional.empty();
    }
    return recurrence.preconditioner().isIdentity()
        ? plainNoise()
        : NoiseAnalysis.of(objective, point, recurrence.preconditioner(), plan, random);
  }

  private Optional<NoiseAnalysis> plainNoise() {
    if (plainNoise == null) {
      plainNoise = NoiseAnalysis.of(objective, point, Preconditioner.identity(), plan, random);
    }
    return plainNoise;
  }

  private Optional<HomogeneousExponent> homogeneous(Optimizer optimizer) {
    return plainNoise()
        .map(
            noise ->
                HomogeneousExponent.of(
                    optimizer,
                    noise.curvature(),
                    new AveragingPlan(
                        HOMOGENEOUS_ERROR,
                        BURN_IN,
                        noise.curvature().isTruncated()
                            ? Math.min(INDICATIVE_STEPS, plan.exponentSteps())
                            : plan.exponentSteps(),
                        Double.POSITIVE_INFINITY),
                    random));
  }

  /** Empty where the exponent decides nothing, or something else decides before it. */
  private Optional<Conclusion> ofHomogeneous(
      HomogeneousExponent exponent, List<Condition> conditions, Sampling sampling) {
    if (!exponent.found() || conditions.stream().anyMatch(Condition::provesUnstable)) {
      return Optional.empty();
    }
    String reason = "exponent of the live step, its memory moving along: " + inWords(exponent);
    if (plainNoise().map(noise -> noise.curvature().isTruncated()).orElse(false)) {
      int modes = plainNoise().orElseThrow().curvature().modes();
      return Optional.of(
          Conclusion.undecided(reason + ", on the " + modes + " leading modes only"));
    }
    if (exponent.lower() > 0) {
      return Optional.of(new Conclusion(Verdict.ESCAPES, reason, CriticalLearningRate.UNKNOWN));
    }
    boolean returns =
        exponent.status() == HomogeneousExponent.Status.VANISHED || exponent.upper() < 0;
    boolean noise = sampling.varianceFactor(objective.examples()) > 0;
    return returns && !noise && conditions.stream().noneMatch(Condition::mayBreak)
        ? Optional.of(new Conclusion(Verdict.STABLE, reason, CriticalLearningRate.UNKNOWN))
        : Optional.of(Conclusion.undecided(reason));
  }

  private static String inWords(HomogeneousExponent exponent) {
    return Double.isNaN(exponent.standardError())
        ? String.format(Locale.ROOT, "about %.4g a step, %s", exponent.value(), exponent.status())
        : String.format(
            Locale.ROOT, "%.4g +- %.1g a step", exponent.value(), exponent.standardError());
  }

  /** What a verdict means where single steps are longer than the perturbation. */
  private static String residualNoise(Displacement displacement, Verdict verdict) {
    if (verdict == Verdict.UNDECIDED || displacement.isFixedPoint()) {
      return "";
    }
    if (!(displacement.fullBatch() <= displacement.perturbation())) {
      return "; not stationary at the distance in question: a step on all examples is "
          + lengths(displacement.fullBatch(), displacement);
    }
    String steps =
        "; not a fixed point at the distance in question: single steps from it are up to "
            + lengths(displacement.longest(), displacement);
    return verdict == Verdict.STABLE
        ? steps
            + ", so that stable means that the noise of the residuals stays bounded, not that runs"
            + " return to the point"
        : steps;
  }

  private static String lengths(double step, Displacement displacement) {
    return String.format(
        Locale.ROOT, "%.3g long, the perturbation is %.3g", step, displacement.perturbation());
  }

  private String describe(Sampling sampling) {
    return sampling.varianceFactor(objective.examples()) == 0
        ? Sampling.Kind.FULL_BATCH.toString()
        : "B = " + sampling.batchSize() + " " + sampling.kind();
  }

  @Override
  public void close() {
    if (plainNoise != null) {
      plainNoise.ifPresent(NoiseAnalysis::close);
    }
  }
}
