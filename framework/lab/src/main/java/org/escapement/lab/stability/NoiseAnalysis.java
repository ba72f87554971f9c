package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.BatchStream;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.meansquare.CurvatureReduction;
import org.escapement.lab.meansquare.EnclosureStatus;
import org.escapement.lab.meansquare.GradientStepRates;
import org.escapement.lab.meansquare.MeanSquareStability;
import org.escapement.lab.meansquare.Meaning;
import org.escapement.lab.meansquare.Passage;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.lab.meansquare.SufficientRate;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Sampling;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What mini-batch noise means for any recurrence under one preconditioner, by the exact theory on
 * the Gauss–Newton part (Mulayoff &amp; Michaeli 2024 for gradient steps). It takes the model's
 * Jacobian.
 */
final class NoiseAnalysis implements AutoCloseable {
  /**
   * Applications for an enclosure, each of which keeps a matrix. A growth rate just below 1, where
   * flat directions crowd, would take thousands to narrow down, and the side of 1 that it lies on
   * is decided apart.
   */
  private static final int MOST_APPLICATIONS = 60;

  /** The enclosures' relative width, for so many modes at most and for more. */
  private static final double FINE_WIDTH = 1e-6;

  private static final double WIDTH = 1e-3;
  private static final int FEW_MODES = 200;

  private static final double EXPONENT_ERROR = 1e-4;
  private static final long BURN_IN = 1000;

  private final Objective objective;
  private final INDArray point;
  private final boolean plain;
  private final ReducedCurvature curvature;
  private final MeanSquareStability stability;
  private final RandomGenerator random;
  private final AnalysisPlan plan;
  private final Map<Double, GradientStepRates> gradientSteps = new HashMap<>();
  private final Map<Double, Double> sufficientRates = new HashMap<>();
  private final Map<Question, Bounds> rates = new HashMap<>();

  /** The left side of (8) on directions without curvature, where there are any. */
  private final double flat;

  /** What a critical learning rate depends on: not on the learning rate. */
  private record Question(
      List<List<Double>> matrix, List<Double> input, List<Double> output, double factor) {
    static Question of(Recurrence recurrence, double varianceFactor) {
      double unit = recurrence.learningRate();
      return new Question(
          Arrays.stream(recurrence.stateMatrix()).map(row -> list(row, 1)).toList(),
          list(recurrence.input(), unit),
          list(recurrence.output(), 1),
          varianceFactor);
    }

    private static List<Double> list(double[] values, double unit) {
      return Arrays.stream(values).mapToObj(value -> value / unit).toList();
    }
  }

  private NoiseAnalysis(
      Objective objective,
      INDArray point,
      boolean plain,
      ReducedCurvature curvature,
      AnalysisPlan plan,
      RandomGenerator random) {
    this.objective = objective;
    this.point = point;
    this.plain = plain;
    this.curvature = curvature;
    this.plan = plan;
    this.random = random;
    this.flat = curvature.rank() < objective.dimension() ? 1 : Double.NEGATIVE_INFINITY;
    double width = curvature.modes() <= FEW_MODES ? FINE_WIDTH : WIDTH;
    this.stability =
        new MeanSquareStability(
            curvature,
            Tolerance.relative(width, Math.min(plan.tolerance().maxProducts(), MOST_APPLICATIONS))
                .withMaxBytes(plan.tolerance().maxBytes()));
  }

  /**
   * At a minimum, if its model gives a Jacobian and there is curvature.
   *
   * @param point the minimum, not written
   * @param preconditioner P, as it is held
   */
  static Optional<NoiseAnalysis> of(
      Objective objective,
      INDArray point,
      Preconditioner preconditioner,
      AnalysisPlan plan,
      RandomGenerator random) {
    Optional<Jacobian> found = objective.jacobian(point, Jacobian.Scaling.LOSS);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Jacobian jacobian = found.get()) {
      return CurvatureReduction.of(objective, jacobian, preconditioner, plan.modes(), random)
          .map(
              curvature ->
                  new NoiseAnalysis(
                      objective, point, preconditioner.isIdentity(), curvature, plan, random));
    }
  }

  /**
   * The growth rate's two bounds as conditions: the upper one is sufficient for stability, the
   * lower one necessary. Where curvature was left out there may be only one, or an indication.
   */
  List<Condition> conditions(Bounds growth, Bounds rate) {
    List<Condition> conditions = new ArrayList<>();
    if (growth.meaning() == Meaning.ESTIMATE) {
      conditions.add(
          bound(
              "mean-square growth rate on the leading modes",
              Kind.INDICATIVE,
              growth.keptModes().value(),
              growth,
              rate.keptModes().value()));
    }
    if (Double.isFinite(growth.upper())) {
      conditions.add(
          bound(
              "mean-square growth rate, upper bound",
              Kind.SUFFICIENT,
              growth.upper(),
              growth,
              rate.lower()));
    }
    conditions.add(
        bound(
            "mean-square growth rate, lower bound",
            Kind.NECESSARY,
            growth.lower(),
            growth,
            rate.upper()));
    return conditions;
  }

  /** A proved bound is certain, however close the other one came. */
  private static Condition bound(String name, Kind kind, double value, Bounds growth, double rate) {
    return new Condition(
        name,
        kind,
        value,
        1,
        0,
        status(growth.keptModes().status()),
        Double.isFinite(value),
        Double.isFinite(rate) && rate > 0 ? Optional.of(rate) : Optional.empty());
  }

  private static EigenStatus status(EnclosureStatus status) {
    return switch (status) {
      case CONVERGED -> EigenStatus.CONVERGED;
      case PRODUCT_BUDGET, MEMORY_BUDGET -> EigenStatus.PRODUCT_BUDGET;
      case TIME_BUDGET -> EigenStatus.TIME_BUDGET;
      case ROUNDING_LIMIT -> EigenStatus.ROUNDING_LIMIT;
    };
  }

  /** ρ. */
  Bounds growthRate(Recurrence recurrence, double varianceFactor) {
    return stability.growthRate(recurrence, varianceFactor);
  }

  /**
   * The critical learning rate. Where curvature was left out, that of Theorem 1 bounds it from
   * below for gradient steps.
   */
  Bounds criticalLearningRate(Recurrence recurrence, double varianceFactor) {
    return rates.computeIfAbsent(
        Question.of(recurrence, varianceFactor), any -> rate(recurrence, varianceFactor));
  }

  private Bounds rate(Recurrence recurrence, double varianceFactor) {
    Bounds rate = stability.criticalLearningRate(recurrence, varianceFactor);
    if (!curvature.isTruncated() || !plain || !recurrence.isGradientStep() || varianceFactor == 0) {
      return rate;
    }
    double step = recurrence.input()[0] * recurrence.output()[0] / recurrence.learningRate();
    return rate.andAtLeast(sufficientRate(varianceFactor) / step);
  }

  /** The rate up to which Theorem 1 holds, on all rows of the Jacobian; P = I. */
  private double sufficientRate(double varianceFactor) {
    return sufficientRates.computeIfAbsent(
        varianceFactor,
        p -> {
          try (Jacobian jacobian = objective.jacobian(point, Jacobian.Scaling.LOSS).orElseThrow()) {
            return SufficientRate.of(objective, jacobian, p, plan.tolerance(), random).lower();
          }
        });
  }

  /** The critical learning rates for all batch sizes of the plan that there are. */
  List<BatchThreshold> thresholds(Recurrence recurrence) {
    List<BatchThreshold> thresholds = new ArrayList<>();
    if (Double.isInfinite(DeterministicEdge.of(recurrence))) {
      return thresholds;
    }
    for (int size : plan.batchSizes()) {
      if (size <= curvature.examples()) {
        thresholds.add(threshold(recurrence, Sampling.withoutReplacement(size)));
      }
      if (plan.withReplacement()) {
        thresholds.add(threshold(recurrence, Sampling.withReplacement(size)));
      }
    }
    return thresholds;
  }

  private BatchThreshold threshold(Recurrence recurrence, Sampling sampling) {
    return new BatchThreshold(
        sampling, criticalLearningRate(recurrence, sampling.varianceFactor(curvature.examples())));
  }

  /**
   * Theorem 1 for gradient steps with P = I, in closed form.
   *
   * @param rate η
   * @param varianceFactor p &gt; 0
   */
  Condition theoremOne(double rate, double varianceFactor) {
    if (curvature.isTruncated()) {
      return against(
          "Theorem 1, 2 / lambda_max{(1-p) JJ^T/n + p diag(J_iJ_i^T)}",
          Kind.SUFFICIENT,
          rate,
          sufficientRate(varianceFactor));
    }
    double threshold = gradientSteps(varianceFactor).theoremOne();
    double leftSide = Math.max(stability.theoremOneLeftSide(rate, varianceFactor), flat);
    return new Condition(
        TheoremOne.NAME,
        Kind.SUFFICIENT,
        rate <= threshold ? Math.min(leftSide, 1) : leftSide, // at 1 rounding could decide
        1,
        0,
        EigenStatus.CONVERGED,
        Math.abs(rate - threshold) > FINE_WIDTH * threshold,
        Optional.of(threshold));
  }

  /**
   * Conditions that gradient steps have to meet, from single moments of the noise (Mulayoff &amp;
   * Michaeli 2024). They hold for all curvature, whatever was left out.
   *
   * @param rate η
   * @param varianceFactor p &gt; 0
   */
  List<Condition> necessary(double rate, double varianceFactor) {
    GradientStepRates rates = gradientSteps(varianceFactor);
    List<Condition> conditions = new ArrayList<>();
    conditions.add(
        against(
            "2 tr H / ((1-p) |H|^2 + p avg |H_i|^2), Frobenius norms",
            Kind.NECESSARY,
            rate,
            rates.trace()));
    conditions.add(
        against("the noisiest direction found", Kind.NECESSARY, rate, rates.direction()));
    if (Double.isFinite(rates.singleExample())) {
      conditions.add(
          against(
              "(1 + sqrt n) / max lambda_max(H_i)", Kind.NECESSARY, rate, rates.singleExample()));
    }
    return conditions;
  }

  private static Condition against(String bound, Kind kind, double rate, double limit) {
    return new Condition(
        "learning rate against " + bound,
        kind,
        rate,
        limit,
        0,
        EigenStatus.CONVERGED,
        true,
        Optional.of(limit));
  }

  private GradientStepRates gradientSteps(double varianceFactor) {
    return gradientSteps.computeIfAbsent(varianceFactor, stability::gradientStepRates);
  }

  /** λ, in the reduced coordinates. */
  AlmostSureExponent exponent(Recurrence recurrence, Sampling sampling, RandomGenerator random) {
    return AlmostSureExponent.of(
        curvature,
        recurrence,
        BatchStream.of(sampling, curvature.examples(), random),
        new AveragingPlan(EXPONENT_ERROR, BURN_IN, plan.exponentSteps(), Double.POSITIVE_INFINITY),
        random);
  }

  /** When runs first reach a distance, simulated in the reduced coordinates; P = I. */
  Optional<PassageTimes> passages(
      Recurrence recurrence, Sampling sampling, Passage passage, RandomGenerator random) {
    return PassageTimes.simulated(curvature, recurrence, sampling, passage, random);
  }

  ReducedCurvature curvature() {
    return curvature;
  }

  /** The root of the largest eigenvalue of the covariance of the H_i. */
  double nonUniformity() {
    return gradientSteps(1).nonUniformity();
  }

  @Override
  public void close() {
    stability.close();
    curvature.close();
  }
}
