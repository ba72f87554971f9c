package org.escapement.lab.escape;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.stability.Condition;
import org.escapement.lab.stability.MeanSquareReport;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.stability.Verdict;

/**
 * What a stability analysis says of growth: that of the live step if it was found, else of the
 * noise, else along the sharpest direction.
 */
record ForecastBasis(StabilityReport report) {
  private boolean live() {
    return report.homogeneous().filter(HomogeneousExponent::found).isPresent();
  }

  /** Whether the numbers are those of a preconditioner that the method does not go on with. */
  boolean indicative() {
    if (live()) {
      return false;
    }
    return report.noise().isPresent() && !report.fullBatch()
        ? report.noise().get().held()
        : report.preconditioned() && report.verdict() == Verdict.UNDECIDED;
  }

  /**
   * Whether the growth is that of linear dynamics on mini-batches in which lengths are those of
   * parameters, P being I.
   */
  boolean linear() {
    return !live()
        && !report.fullBatch()
        && !report.preconditioned()
        && report.noise().flatMap(MeanSquareReport::exponent).isPresent();
  }

  /** The directions that the growth is that of. */
  long modes(long dimension) {
    if (live()) {
      return dimension; // they are not counted there, and such a method mixes them
    }
    if (report.fullBatch()) {
      return 1; // the exponent is that of the sharpest direction alone
    }
    return Math.min(dimension, report.noise().map(MeanSquareReport::modes).orElse(1));
  }

  /** What E‖z‖² grows by in a step. */
  OptionalDouble growthRate() {
    if (live()) {
      return OptionalDouble.empty();
    }
    Optional<OptionalDouble> noise =
        report
            .noise()
            .flatMap(MeanSquareReport::growthRate)
            .map(bounds -> OptionalDouble.of(bounds.keptModes().value()));
    return noise.orElseGet(
        () ->
            fullBatchGrowth()
                .map(radius -> OptionalDouble.of(radius * radius))
                .orElseGet(OptionalDouble::empty));
  }

  /** The drift and the variance of ln‖z‖ a step. */
  Optional<AlmostSureExponent> exponent() {
    return report
        .homogeneous()
        .filter(HomogeneousExponent::found)
        .map(ForecastBasis::ofLiveStep)
        .or(() -> report.noise().flatMap(MeanSquareReport::exponent))
        .or(
            () ->
                fullBatchGrowth()
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
  private Optional<Double> fullBatchGrowth() {
    return report.fullBatch()
        ? report.conditions().stream()
            .filter(condition -> condition.name().equals(StabilityAnalysis.FULL_BATCH_GROWTH))
            .findFirst()
            .map(Condition::value)
        : Optional.empty();
  }

  /** What the numbers rest on, in words. */
  String words() {
    if (live()) {
      return "the exponent of the live step";
    }
    if (report.noise().flatMap(MeanSquareReport::exponent).isEmpty()) {
      return "growth along the sharpest direction" + held(report.preconditioned());
    }
    MeanSquareReport noise = report.noise().get();
    return (noise.truncated()
            ? "the " + noise.modes() + " leading modes of at most " + noise.rows()
            : "all " + noise.modes() + " modes")
        + " of the Gauss-Newton part"
        + held(noise.held());
  }

  private String held(boolean held) {
    return held ? ", the preconditioner held after " + report.state() : "";
  }
}
