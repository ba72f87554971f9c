package org.escapement.lab.escape;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.EscapePrediction;
import org.escapement.lab.meansquare.Passage;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.stability.Verdict;

/**
 * What the stability analysis of an optimizer leads one to expect of its escape trials. For times
 * ln‖z‖ is taken for a random walk with drift λ and variance σ² a step, which has to climb ℓ =
 * ln(distance / start), until a simulation of the {@link #passage} gives better ones.
 *
 * @param outcome what is expected
 * @param growthRate ρ, what E‖z‖² grows by in a step; empty where it is not known
 * @param exponent λ and σ²; empty where they are not known
 * @param start the distance at which the climb begins
 * @param distance at which it ends
 * @param projection what share of the displacement climbs; empty where that is not by chance
 * @param time the mean and the spread of simulated times where there are any, else ℓ/λ and its
 *     spread, that of the start included; empty unless λ is positive
 * @param passage what is to be simulated for times from the first step on; empty where nothing is
 *     expected to escape, or the linearized dynamics in lengths of parameters are not known
 * @param simulated the times that a simulation gave
 * @param basis what the numbers rest on, or why there are none, in words
 */
public record EscapeForecast(
    Outcome outcome,
    OptionalDouble growthRate,
    Optional<AlmostSureExponent> exponent,
    double start,
    double distance,
    Optional<RandomProjection> projection,
    Optional<EscapePrediction> time,
    Optional<Passage> passage,
    Optional<PassageTimes> simulated,
    String basis) {
  /** Spreads beyond the mean time at which trials are cut off. */
  private static final double SPREADS = 3;

  private static final String ASYMPTOTIC = "; times by the formulas for long climbs";

  /** What is expected. */
  public enum Outcome {
    /** Deviations do not grow. */
    STAYS("stays"),
    /**
     * Almost every run returns, λ being negative, yet they are not known to shrink in mean square.
     */
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
   * of a random one the part in the r modes that the growth is that of, which differs from trial to
   * trial: the climb begins at its geometric mean. Where single steps from the minimum are longer
   * on average, it begins at their length. The sign of λ is taken to be known beyond three standard
   * errors.
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
    ForecastBasis growth = new ForecastBasis(report);
    RandomProjection part =
        direction == Direction.RANDOM
            ? new RandomProjection(growth.modes(dimension), dimension)
            : new RandomProjection(dimension, dimension);
    double moving = perturbation * Math.exp(part.meanLogarithm());
    boolean driven = step > moving;
    EscapeForecast unknown =
        new EscapeForecast(
            Outcome.NONE,
            growth.growthRate(),
            growth.exponent().filter(found -> Double.isFinite(found.value())),
            driven ? step : moving,
            distance,
            driven || part.variance() == 0 ? Optional.empty() : Optional.of(part),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "");
    String decided = "verdict " + report.verdict() + ": " + report.reason();
    if (unknown.start >= distance) {
      return unknown.with(
          Outcome.NONE, decided + "; the climb would begin beyond the distance of escape");
    }
    if (report.verdict() == Verdict.STABLE) {
      return unknown.with(Outcome.STAYS, decided);
    }
    if (unknown.exponent.isEmpty()) {
      return unknown.with(Outcome.NONE, decided);
    }
    String basis =
        growth.words()
            + (driven
                ? "; the climb begins at the mean length of a step from the minimum, which is"
                    + " longer than the displacement"
                : "");
    if (growth.indicative()) {
      return unknown.with(Outcome.NONE, "only indicated by " + basis);
    }
    if (!(unknown.start > 0)) {
      return unknown.with(
          Outcome.NONE, basis + ", and that is not between 0 and the distance of escape");
    }
    Outcome outcome = outcome(unknown.exponent.get(), unknown.growthRate);
    EscapeForecast known =
        unknown.with(
            outcome,
            outcome == Outcome.NONE
                ? basis + ", whose sign is not known beyond three standard errors"
                : basis);
    return driven || !growth.linear() || perturbation >= distance
        ? known
        : known.toSimulate(perturbation, direction == Direction.RANDOM, dimension);
  }

  /** What an exponent whose sign is known makes of the growth in mean square. */
  static Outcome outcome(AlmostSureExponent exponent, OptionalDouble growth) {
    if (exponent.lower() > 0) {
      return Outcome.ESCAPES;
    }
    if (!(exponent.upper() < 0)) {
      return Outcome.NONE;
    }
    return growth.isPresent() && growth.getAsDouble() <= 1 ? Outcome.STAYS : Outcome.MOSTLY_STAYS;
  }

  private EscapeForecast with(Outcome expected, String why) {
    return new EscapeForecast(
        expected,
        growthRate,
        exponent,
        start,
        distance,
        projection,
        expected == Outcome.ESCAPES ? Optional.of(climb().time()) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        expected == Outcome.ESCAPES ? why + ASYMPTOTIC : why);
  }

  private Climb climb() {
    return new Climb(exponent.orElseThrow(), start, distance, projection);
  }

  /** The same with the passage that a simulation is asked about, where one escapes at all. */
  private EscapeForecast toSimulate(double displacement, boolean random, long dimension) {
    return with(
        time,
        time.map(
            asymptotic ->
                new Passage(displacement, random, dimension, distance, asymptotic.meanSteps())),
        Optional.empty(),
        basis);
  }

  /**
   * The same with times as a simulation has them.
   *
   * @param times of the {@link #passage}; empty if they could not be had
   */
  public EscapeForecast with(Optional<PassageTimes> times) {
    if (times.isEmpty()) {
      return this;
    }
    return with(
        Optional.of(new EscapePrediction(times.get().mean(), times.get().standardDeviation())),
        passage,
        times,
        basis.replace(
            ASYMPTOTIC,
            "; times by " + times.get().runs() + " simulated runs of the linearized dynamics"));
  }

  private EscapeForecast with(
      Optional<EscapePrediction> expected,
      Optional<Passage> way,
      Optional<PassageTimes> times,
      String why) {
    return new EscapeForecast(
        outcome, growthRate, exponent, start, distance, projection, expected, way, times, why);
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        reason);
  }

  /** The steps that trials need to show it: the mean time and three times its spread. */
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
              simulated.map(times -> times.within(steps)).orElseGet(() -> climb().within(steps)));
    };
  }
}
