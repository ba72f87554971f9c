package org.escapement.lab.escape;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.EscapePrediction;
import org.escapement.lab.stability.Condition;
import org.escapement.lab.stability.MeanSquareReport;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.stability.Verdict;

/**
 * What the stability analysis of an optimizer leads one to expect of its escape trials. ln‖z‖ is
 * taken for a random walk with drift λ and variance σ² a step, which has to climb ℓ = ln(distance /
 * start).
 *
 * @param outcome what is expected
 * @param growthRate ρ, what E‖z‖² grows by in a step; empty where it is not known
 * @param exponent λ and σ²; empty where they are not known
 * @param start the distance at which the climb begins
 * @param distance at which it ends
 * @param time ℓ/λ and its spread; empty unless λ is positive
 * @param basis what the numbers rest on, or why there are none, in words
 */
public record EscapeForecast(
    Outcome outcome,
    OptionalDouble growthRate,
    Optional<AlmostSureExponent> exponent,
    double start,
    double distance,
    Optional<EscapePrediction> time,
    String basis) {
  /** Spreads beyond the mean time at which trials are cut off. */
  private static final double SPREADS = 3;

  /** What is expected. */
  public enum Outcome {
    /** Deviations do not grow. */
    STAYS("stays"),
    /** They grow in mean square, yet almost every run returns: λ is negative. */
    MOSTLY_STAYS("mostly stays"),
    /** Almost every run leaves: λ is positive. */
    ESCAPES("escapes"),
    /** Nothing is known. */
    NONE("none");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Predicts. Steps move the part of the displacement alone that lies in directions with curvature:
   * of a random one the length √(r/p) in the mean square, r being the modes that the growth is that
   * of. Where single steps from the minimum are longer on average, the climb begins at their
   * length.
   *
   * @param report the analysis
   * @param perturbation length of the displacement
   * @param direction of it
   * @param dimension p
   * @param distance at which a run has escaped
   */
  public static EscapeForecast of(
      StabilityReport report,
      double perturbation,
      Direction direction,
      long dimension,
      double distance) {
    double step = report.fixedPoint().meanOfBatches();
    double moving =
        direction == Direction.RANDOM
            ? perturbation * Math.sqrt((double) modes(report, dimension) / dimension)
            : perturbation;
    double start = step > moving ? step : moving;
    OptionalDouble growth = growthRate(report);
    Optional<AlmostSureExponent> exponent =
        exponent(report).filter(found -> Double.isFinite(found.value()));
    boolean climbs = exponent.map(found -> found.value() > 0).orElse(false);
    if (report.verdict() == Verdict.STABLE || exponent.isEmpty()) {
      return new EscapeForecast(
          report.verdict() == Verdict.STABLE ? Outcome.STAYS : Outcome.NONE,
          growth,
          exponent,
          start,
          distance,
          Optional.empty(),
          "verdict " + report.verdict() + ": " + report.reason());
    }
    String basis =
        basis(report)
            + (start > moving
                ? "; the climb begins at the mean length of a step from the minimum, which is"
                    + " longer than the displacement"
                : "");
    if (indicative(report)) {
      return new EscapeForecast(
          Outcome.NONE,
          growth,
          exponent,
          start,
          distance,
          Optional.empty(),
          "only indicated by " + basis);
    }
    if (!(start > 0 && start < distance)) {
      return new EscapeForecast(
          Outcome.NONE,
          growth,
          exponent,
          start,
          distance,
          Optional.empty(),
          basis + ", and that is not between 0 and the distance of escape");
    }
    Outcome returning = growth.orElse(0) > 1 ? Outcome.MOSTLY_STAYS : Outcome.STAYS;
    return new EscapeForecast(
        climbs ? Outcome.ESCAPES : returning,
        growth,
        exponent,
        start,
        distance,
        climbs
            ? Optional.of(EscapePrediction.of(exponent.get(), Math.log(distance / start)))
            : Optional.empty(),
        basis);
  }

  /** An optimizer that was not analysed. */
  public static EscapeForecast none(double perturbation, double distance, String reason) {
    return new EscapeForecast(
        Outcome.NONE,
        OptionalDouble.empty(),
        Optional.empty(),
        perturbation,
        distance,
        Optional.empty(),
        reason);
  }

  /** The steps that trials need to show it: ℓ/λ and three times its spread. */
  public OptionalLong horizon() {
    return time.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            (long) Math.ceil(time.get().meanSteps() + SPREADS * time.get().standardDeviation()));
  }

  /** The share of trials that is expected to leave within so many steps; empty if none is. */
  public OptionalDouble escapedFraction(long steps) {
    return switch (outcome) {
      case NONE -> OptionalDouble.empty();
      case STAYS -> OptionalDouble.of(0);
      case MOSTLY_STAYS, ESCAPES ->
          OptionalDouble.of(
              new FirstPassage(
                      Math.log(distance / start), exponent.get().value(), exponent.get().variance())
                  .within(steps));
    };
  }

  private static boolean live(StabilityReport report) {
    return report.homogeneous().filter(HomogeneousExponent::found).isPresent();
  }

  /** Whether the numbers are those of a preconditioner that the method does not go on with. */
  private static boolean indicative(StabilityReport report) {
    if (live(report)) {
      return false;
    }
    return report.noise().isPresent() && !report.fullBatch()
        ? report.noise().get().held()
        : report.preconditioned() && report.verdict() == Verdict.UNDECIDED;
  }

  /** The directions that the growth is that of. */
  private static long modes(StabilityReport report, long dimension) {
    if (live(report)) {
      return dimension; // they are not counted there, and such a method mixes them
    }
    return Math.min(dimension, report.noise().map(MeanSquareReport::modes).orElse(1));
  }

  private static OptionalDouble growthRate(StabilityReport report) {
    if (live(report)) {
      return OptionalDouble.empty();
    }
    Optional<OptionalDouble> noise =
        report
            .noise()
            .flatMap(MeanSquareReport::growthRate)
            .map(bounds -> OptionalDouble.of(bounds.keptModes().value()));
    return noise.orElseGet(
        () ->
            fullBatchGrowth(report)
                .map(radius -> OptionalDouble.of(radius * radius))
                .orElseGet(OptionalDouble::empty));
  }

  private static Optional<AlmostSureExponent> exponent(StabilityReport report) {
    return report
        .homogeneous()
        .filter(HomogeneousExponent::found)
        .map(EscapeForecast::ofLiveStep)
        .or(() -> report.noise().flatMap(MeanSquareReport::exponent))
        .or(
            () ->
                fullBatchGrowth(report)
                    .map(
                        radius ->
                            new AlmostSureExponent(
                                Math.log(radius), 0, 0, 0, AlmostSureExponent.Status.CONVERGED)));
  }

  private static AlmostSureExponent ofLiveStep(HomogeneousExponent live) {
    double error = live.standardError();
    return new AlmostSureExponent(
        live.value(),
        error,
        error * error * live.steps(),
        live.steps(),
        AlmostSureExponent.Status.CONVERGED);
  }

  /** What the sharpest direction grows by, where batches do not differ. */
  private static Optional<Double> fullBatchGrowth(StabilityReport report) {
    return report.fullBatch()
        ? report.conditions().stream()
            .filter(condition -> condition.name().equals(StabilityAnalysis.FULL_BATCH_GROWTH))
            .findFirst()
            .map(Condition::value)
        : Optional.empty();
  }

  private static String basis(StabilityReport report) {
    if (live(report)) {
      return "the exponent of the live step";
    }
    if (report.noise().flatMap(MeanSquareReport::exponent).isEmpty()) {
      return "growth along the sharpest direction" + held(report, report.preconditioned());
    }
    MeanSquareReport noise = report.noise().get();
    return (noise.truncated()
            ? "the " + noise.modes() + " leading modes of at most " + noise.rows()
            : "all " + noise.modes() + " modes")
        + " of the Gauss-Newton part"
        + held(report, noise.held());
  }

  private static String held(StabilityReport report, boolean held) {
    return held ? ", the preconditioner held after " + report.state() : "";
  }
}
