package org.escapement.host.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.lab.escape.EscapeForecast;
import org.escapement.lab.escape.EscapePlan;
import org.escapement.lab.escape.EscapeReport;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.EscapePrediction;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.result.EscapePredictions.OfOptimizer;
import org.escapement.lab.result.RunResults.EscapeGrowthResult;
import org.escapement.lab.result.RunResults.EscapePeakResult;
import org.escapement.lab.result.RunResults.EscapeResult;
import org.escapement.lab.result.RunResults.EscapeStartResult;
import org.escapement.lab.result.RunResults.EscapeTimeResult;
import org.escapement.lab.result.RunResults.PredictionResult;
import org.escapement.lab.result.RunResults.ProportionResult;
import org.escapement.lab.stability.MeanSquareReport;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.statistics.MeanOverRuns;
import org.escapement.lab.statistics.Proportion;

/** Turns predictions of escape and what trials showed into the records of results. */
final class EscapeRecords {
  private static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 0.9};

  /** Of a mean over runs of the same numbers, relative to it. */
  private static final double ROUNDING = 1e-12;

  private EscapeRecords() {}

  /**
   * A prediction.
   *
   * @param report the analysis that it is made from, or null
   * @param horizon of the trials
   */
  static PredictionResult prediction(
      EscapeForecast forecast, StabilityReport report, long horizon) {
    Optional<AlmostSureExponent> exponent = forecast.exponent();
    return new PredictionResult(
        report == null ? null : report.verdict().toString(),
        forecast.outcome().toString(),
        Optional.ofNullable(report)
            .flatMap(StabilityReport::noise)
            .flatMap(MeanSquareReport::growthRate)
            .map(StabilityRecords::bounds)
            .orElse(null),
        report == null ? null : ResultRecords.criticalLearningRate(report),
        exponent.map(StabilityRecords::exponent).orElse(null),
        exponent.map(AlmostSureExponent::variance).orElse(null),
        exponent.map(found -> 2 * found.value()).orElse(null),
        boxed(logarithm(forecast.growthRate())),
        forecast.start(),
        boxed(forecast.escapedFraction(horizon)),
        forecast.time().map(EscapePrediction::meanSteps).orElse(null),
        forecast.time().map(EscapePrediction::standardDeviation).orElse(null),
        forecast.simulated().map(PassageTimes::standardError).orElse(null),
        forecast.simulated().map(EscapeRecords::quantiles).orElse(null),
        forecast.simulated().map(PassageTimes::runs).orElse(null),
        horizon,
        forecast.basis());
  }

  static OfOptimizer early(
      NamedOptimizer optimizer, boolean control, EscapePlan plan, PredictionResult prediction) {
    return new OfOptimizer(
        optimizer.name(),
        optimizer.label(),
        optimizer.optionValues(),
        control,
        plan.perturbation(),
        plan.distance(),
        plan.trials(),
        prediction);
  }

  /**
   * What trials showed.
   *
   * @param prediction that was made, or null
   */
  static EscapeResult result(
      NamedOptimizer optimizer,
      EscapePlan plan,
      EscapeReport report,
      PredictionResult prediction,
      EscapeResult control,
      String noControl) {
    return new EscapeResult(
        optimizer.name(),
        optimizer.label(),
        optimizer.optionValues(),
        plan.perturbation(),
        plan.direction().toString(),
        plan.distance(),
        plan.horizon(),
        report.trials(),
        report.escaped(),
        report.diverged(),
        proportion(report.probability()),
        report.claim().toString(),
        boxed(report.medianSteps()),
        time(report, prediction),
        report.growth().map(growth -> growth(growth, report.sunk(), prediction)).orElse(null),
        report
            .start()
            .map(
                start ->
                    new EscapeStartResult(
                        start.lossFloor(),
                        start.leastOverFloor(),
                        start.leastDoubling(),
                        start.largestDoubling(),
                        start.holds()))
            .orElse(null),
        report.peak().map(peak -> new EscapePeakResult(peak.median(), peak.largest())).orElse(null),
        prediction,
        control,
        noControl,
        report.endedAt());
  }

  private static ProportionResult proportion(Proportion proportion) {
    return new ProportionResult(
        proportion.value(), proportion.lower(), proportion.upper(), proportion.confidence());
  }

  private static Map<String, Double> quantiles(PassageTimes times) {
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (double share : SHARES) {
      quantiles.put(Double.toString(share), (double) times.quantile(share));
    }
    return quantiles;
  }

  private static EscapeTimeResult time(EscapeReport report, PredictionResult prediction) {
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (double share : SHARES) {
      quantiles.put(Double.toString(share), boxed(report.times().quantile(share)));
    }
    return new EscapeTimeResult(
        quantiles,
        report.meanTime().map(EscapeReport.MeanTime::value).orElse(null),
        report.meanTime().map(mean -> known(mean.standardDeviation())).orElse(null),
        report.meanTime().map(mean -> errors(mean, report.trials(), prediction)).orElse(null));
  }

  /** How far from the predicted mean time, in standard errors of both; null if not known. */
  private static Double errors(EscapeReport.MeanTime mean, int runs, PredictionResult prediction) {
    if (prediction == null || prediction.meanSteps() == null) {
      return null;
    }
    double own = prediction.standardDeviation() / Math.sqrt(runs);
    double simulated = prediction.standardError() == null ? 0 : prediction.standardError();
    return finite((mean.value() - prediction.meanSteps()) / Math.hypot(own, simulated));
  }

  private static EscapeGrowthResult growth(
      MeanOverRuns growth, int sunk, PredictionResult prediction) {
    Double error = known(growth.standardError());
    Double typical = null;
    Double annealed = null;
    if (error != null && prediction != null && prediction.typicalGrowth() != null) {
      double both = Math.hypot(error, 2 * prediction.exponent().standardError());
      typical = errors(growth.value(), prediction.typicalGrowth(), both);
    }
    if (error != null && prediction != null && prediction.annealedGrowth() != null) {
      annealed = errors(growth.value(), prediction.annealedGrowth(), error);
    }
    return new EscapeGrowthResult(
        growth.value(),
        error,
        known(growth.lower()),
        known(growth.upper()),
        growth.runs(),
        sunk,
        typical,
        annealed);
  }

  /** A distance in standard errors; null where runs differ by rounding alone, not by chance. */
  static Double errors(double value, double predicted, double error) {
    return error > ROUNDING * Math.abs(value) ? finite((value - predicted) / error) : null;
  }

  private static OptionalDouble logarithm(OptionalDouble value) {
    return value.isPresent() ? OptionalDouble.of(Math.log(value.getAsDouble())) : value;
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
