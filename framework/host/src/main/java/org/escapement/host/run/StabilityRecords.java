package org.escapement.host.run;

import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.result.RunResults.BatchRateResult;
import org.escapement.lab.result.RunResults.BoundsResult;
import org.escapement.lab.result.RunResults.ExponentResult;
import org.escapement.lab.result.RunResults.FixedPointResult;
import org.escapement.lab.result.RunResults.MeanSquareResult;
import org.escapement.lab.result.RunResults.RestResult;
import org.escapement.lab.stability.BatchThreshold;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.lab.stability.MeanSquareReport;
import org.escapement.lab.stability.RestPrediction;

/** Turns what is known about one optimizer's stability into the records of results. */
final class StabilityRecords {
  private StabilityRecords() {}

  static FixedPointResult fixedPoint(Displacement displacement) {
    return new FixedPointResult(
        displacement.fullBatch(),
        displacement.maxOfBatches(),
        displacement.meanOfBatches(),
        displacement.maxOfExamples(),
        displacement.meanOfExamples(),
        displacement.batches(),
        displacement.examples(),
        displacement.pointNorm(),
        displacement.perturbation(),
        displacement.isFixedPoint());
  }

  static MeanSquareResult meanSquare(MeanSquareReport report) {
    return new MeanSquareResult(
        report.modes(),
        report.rows(),
        report.truncated(),
        report.held(),
        report.sharpness(),
        report.nonUniformity(),
        report.growthRate().map(StabilityRecords::bounds).orElse(null),
        report.exponent().map(StabilityRecords::exponent).orElse(null),
        report.thresholds().stream().map(StabilityRecords::batchRate).toList());
  }

  private static BatchRateResult batchRate(BatchThreshold threshold) {
    return new BatchRateResult(
        threshold.sampling().batchSize(),
        threshold.sampling().kind().toString(),
        bounds(threshold.rate()));
  }

  static BoundsResult bounds(Bounds bounds) {
    return new BoundsResult(
        bounds.lower() > 0 ? bounds.lower() : null,
        Double.isFinite(bounds.upper()) ? bounds.upper() : null,
        bounds.keptModes().value(),
        bounds.meaning().toString(),
        bounds.keptModes().status().toString());
  }

  static ExponentResult exponent(AlmostSureExponent exponent) {
    return new ExponentResult(
        exponent.value(), exponent.standardError(), exponent.steps(), exponent.status().toString());
  }

  static ExponentResult exponent(HomogeneousExponent exponent) {
    return new ExponentResult(
        exponent.value(),
        exponent.standardError(),
        exponent.steps(),
        exponent.found() ? exponent.status().toString() : exponent.refusal());
  }

  static RestResult atRest(RestPrediction prediction) {
    return new RestResult(
        Double.isFinite(prediction.steps()) ? prediction.steps() : null,
        prediction.limit(),
        prediction.edge());
  }
}
