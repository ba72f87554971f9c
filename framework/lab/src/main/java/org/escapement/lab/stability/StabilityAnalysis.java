package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.lab.stability.StabilityReport.CriticalLearningRate;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decides, from an optimizer's linearization alone, whether it stays at a minimum.
 *
 * <ul>
 *   <li>Full batch: the largest eigenvalue of P^½HP^½ against the recurrence's deterministic edge.
 *   <li>Mini-batches, plain gradient steps: in addition Theorem 1 (sufficient) and growth along the
 *       sharpest direction (necessary), both of the Gauss–Newton part, and the bounds (9).
 *   <li>Mini-batches of other methods: the deterministic edge is necessary; noise is not decided.
 * </ul>
 */
public final class StabilityAnalysis {
  /** Negative curvature beyond this share of the sharpness makes a point a saddle. */
  private static final double SADDLE = 1e-2;

  /**
   * Below this share of the relative tolerance, times the operator's norm, an eigenvalue is zero.
   */
  private static final double ZERO = 0.1;

  private final Objective objective;
  private final CurvatureOperators operators;
  private final CurvatureMeasurement curvature;
  private final CurvatureOperators gaussNewton;
  private final INDArray point;
  private final Tolerance tolerance;
  private final RandomGenerator random;
  private final Map<Double, TheoremOne.Estimate> thresholds = new HashMap<>();

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
    this.operators = operators;
    this.curvature = curvature;
    this.gaussNewton = gaussNewton;
    this.point = point;
    this.tolerance = tolerance;
    this.random = random;
  }

  /**
   * Analyses one optimizer.
   *
   * @param optimizer the method
   * @param live its state at the minimum, whose preconditioner and rate are analysed
   */
  public StabilityReport analyse(Optimizer optimizer, LiveState live) {
    State state = live.state();
    Sampling sampling = optimizer.sampling();
    Displacement displacement = FixedPointCheck.measure(optimizer, objective, point, state, random);
    Linearization linearization = optimizer.linearize(point, state);
    if (!(linearization instanceof Recurrence recurrence)) {
      return new StabilityReport(
          describe(sampling),
          live.origin(),
          displacement,
          List.of(),
          CriticalLearningRate.UNKNOWN,
          Verdict.UNDECIDED,
          "the optimizer gives no recurrence (A, b, c, P), from which the conditions are derived");
    }
    double varianceFactor = sampling.varianceFactor(objective.examples());
    List<Condition> conditions = new ArrayList<>();
    negativeCurvature().ifPresent(conditions::add);
    conditions.addAll(fullBatch(recurrence, varianceFactor == 0));
    boolean plain = isPlainGradientStep(recurrence);
    if (varianceFactor > 0 && plain) {
      conditions.addAll(meanSquare(recurrence, varianceFactor));
    }
    return conclude(sampling, live, displacement, conditions, varianceFactor > 0 && !plain);
  }

  /** Present only where there is something to say. */
  private Optional<Condition> negativeCurvature() {
    EigenEstimate smallest = curvature.smallest();
    double allowed = SADDLE * Math.abs(curvature.sharpness().value());
    if (smallest.converged() && smallest.value() >= -allowed) {
      return Optional.empty();
    }
    return Optional.of(
        new Condition(
            "negative curvature, -lambda_min(H)",
            Kind.NECESSARY,
            -smallest.value(),
            allowed,
            smallest.residual(),
            smallest.status(),
            Optional.empty()));
  }

  /**
   * The preconditioned sharpness against the recurrence's edge, and the growth factor that it
   * means.
   */
  private List<Condition> fullBatch(Recurrence recurrence, boolean decides) {
    boolean identity = recurrence.preconditioner().isIdentity();
    EigenEstimate largest =
        identity
            ? curvature.sharpness()
            : operators.preconditionedSharpness(recurrence.preconditioner(), tolerance, random);
    double edge = DeterministicEdge.of(recurrence);
    Condition.Kind kind = decides ? Kind.EXACT : Kind.NECESSARY;
    Condition atEdge =
        new Condition(
            (identity ? "sharpness" : "preconditioned sharpness") + " against the full-batch edge",
            kind,
            largest.value(),
            edge,
            largest.residual(),
            largest.status(),
            largest.value() > 0
                ? Optional.of(recurrence.learningRate() * edge / largest.value())
                : Optional.empty());
    double radius = DeterministicEdge.spectralRadius(recurrence, largest.value());
    Condition growth =
        new Condition(
            "full-batch growth factor along the sharpest direction",
            Kind.NECESSARY,
            radius,
            1,
            Math.abs(
                DeterministicEdge.spectralRadius(recurrence, largest.value() + largest.residual())
                    - radius),
            largest.status(),
            atEdge.criticalLearningRate());
    if (!identity) {
      largest.close();
    }
    return List.of(atEdge, growth);
  }

  private static boolean isPlainGradientStep(Recurrence recurrence) {
    return recurrence.order() == 1
        && recurrence.stateMatrix()[0][0] == 1
        && recurrence.preconditioner().isIdentity();
  }

  private List<Condition> meanSquare(Recurrence recurrence, double varianceFactor) {
    double rate = recurrence.input()[0] * recurrence.output()[0];
    EigenEstimate sharpness = curvature.gaussNewtonSharpness();
    List<Condition> conditions = new ArrayList<>();
    if (sharpness.vector() != null && sharpness.value() > 0) {
      conditions.add(alongSharpestDirection(rate, varianceFactor, sharpness));
      conditions.add(theoremOne(rate, varianceFactor, sharpness.value()));
    }
    conditions.add(boundOnSharpness(rate));
    conditions.add(boundOnNonUniformity(rate, varianceFactor));
    return conditions;
  }

  /**
   * With v₁ the sharpest direction, E (v₁ᵀx)² grows by (1 − ηλ₁)² + η²p Var_i(v₁ᵀH_iv₁) when x lies
   * along it (Mulayoff &amp; Michaeli 2024).
   */
  private Condition alongSharpestDirection(
      double rate, double varianceFactor, EigenEstimate sharpness) {
    double[] forms = gaussNewton.perExampleCurvature(sharpness.vector());
    double lambda = sharpness.value();
    double variance = 0;
    for (double form : forms) {
      variance += (form - lambda) * (form - lambda) / forms.length;
    }
    double noise = varianceFactor * variance;
    double error = 2 * rate * Math.abs(1 - rate * lambda) * sharpness.residual();
    return new Condition(
        "mean-square growth along the sharpest direction",
        Kind.NECESSARY,
        (1 - rate * lambda) * (1 - rate * lambda) + rate * rate * noise,
        1,
        error,
        sharpness.status(),
        Optional.of(2 * lambda / (lambda * lambda + noise)));
  }

  private Condition theoremOne(double rate, double varianceFactor, double sharpness) {
    Tolerance withZero =
        new Tolerance(tolerance.relative(), ZERO * tolerance.relative(), tolerance.maxProducts());
    TheoremOne theorem = new TheoremOne(gaussNewton, varianceFactor, withZero, random);
    TheoremOne.Estimate value = theorem.value(rate);
    TheoremOne.Estimate threshold =
        thresholds.computeIfAbsent(varianceFactor, factor -> theorem.threshold(sharpness));
    // flat directions put the value at 1 exactly, give or take rounding: the threshold decides
    // there
    boolean holds = rate <= threshold.value();
    return new Condition(
        "Theorem 1 (8), lambda_max{(I - eta H)^2 + eta^2 p Sigma}",
        Kind.SUFFICIENT,
        holds ? Math.min(value.value(), 1) : value.value(),
        1,
        holds ? 0 : value.error(),
        value.status() == EigenStatus.CONVERGED ? threshold.status() : value.status(),
        Optional.of(threshold.value()));
  }

  private Condition boundOnSharpness(double rate) {
    EigenEstimate sharpness = curvature.sharpness();
    return new Condition(
        "sharpness against 2/eta (9)",
        Kind.NECESSARY_FOR_THEOREM_ONE,
        sharpness.value(),
        2 / rate,
        sharpness.residual(),
        sharpness.status(),
        Optional.of(2 / sharpness.value()));
  }

  private Condition boundOnNonUniformity(double rate, double varianceFactor) {
    double root = Math.sqrt(varianceFactor);
    double value = curvature.nonUniformity();
    return new Condition(
        "non-uniformity against 1/(eta sqrt(p)) (9)",
        Kind.NECESSARY_FOR_THEOREM_ONE,
        value,
        1 / (rate * root),
        curvature.nonUniformityError(),
        curvature.squaredNonUniformity().status(),
        Optional.of(1 / (value * root)));
  }

  private StabilityReport conclude(
      Sampling sampling,
      LiveState live,
      Displacement displacement,
      List<Condition> conditions,
      boolean noiseUndecided) {
    Verdict verdict = Verdict.UNDECIDED;
    String reason;
    Optional<Condition> broken = conditions.stream().filter(Condition::provesUnstable).findFirst();
    Optional<Condition> proof = conditions.stream().filter(Condition::provesStable).findFirst();
    Optional<Condition> open =
        conditions.stream()
            .filter(condition -> condition.status() != EigenStatus.CONVERGED)
            .findFirst();
    if (broken.isPresent()) {
      verdict = Verdict.UNSTABLE;
      reason = compare(broken.get());
    } else if (proof.isPresent() && conditions.stream().noneMatch(Condition::mayBreak)) {
      verdict = Verdict.STABLE;
      reason = compare(proof.get());
    } else if (open.isPresent()) {
      reason = open.get().name() + ": " + open.get().status();
    } else if (noiseUndecided) {
      reason =
          "the full-batch dynamics are stable; the mini-batch noise of a method with memory or"
              + " preconditioner is not decided";
    } else {
      reason =
          "no necessary condition fails, and no sufficient one holds beyond its numerical error";
    }
    return new StabilityReport(
        describe(sampling),
        live.origin(),
        displacement,
        List.copyOf(conditions),
        critical(conditions),
        verdict,
        reason);
  }

  private static String compare(Condition condition) {
    return String.format(
        Locale.ROOT,
        "%s: %.6g %s %.6g (%s)",
        condition.name(),
        condition.value(),
        condition.holds() ? "<=" : ">",
        condition.limit(),
        condition.kind());
  }

  private static CriticalLearningRate critical(List<Condition> conditions) {
    return new CriticalLearningRate(
        rates(conditions, Kind.SUFFICIENT).stream()
            .max(Comparator.naturalOrder())
            .orElse(Double.NaN),
        rates(conditions, Kind.NECESSARY).stream()
            .min(Comparator.naturalOrder())
            .orElse(Double.NaN));
  }

  /** Rates of one kind; an exact condition is both sufficient and necessary. */
  private static List<Double> rates(List<Condition> conditions, Kind kind) {
    return conditions.stream()
        .filter(condition -> condition.kind() == kind || condition.kind() == Kind.EXACT)
        .filter(condition -> condition.status() == EigenStatus.CONVERGED)
        .flatMap(condition -> condition.criticalLearningRate().stream())
        .toList();
  }

  private String describe(Sampling sampling) {
    return sampling.varianceFactor(objective.examples()) == 0
        ? Sampling.Kind.FULL_BATCH.toString()
        : "B = " + sampling.batchSize() + " " + sampling.kind();
  }
}
