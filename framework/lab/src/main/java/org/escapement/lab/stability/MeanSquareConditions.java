package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.stability.Condition.Kind;

/** What mini-batch noise means for plain gradient steps; all of it on the Gauss–Newton part. */
final class MeanSquareConditions {
  private final CurvatureOperators gaussNewton;
  private final CurvatureMeasurement curvature;
  private final Tolerance tolerance;
  private final RandomGenerator random;
  private final Map<Double, TheoremOne> theorems = new HashMap<>();

  MeanSquareConditions(
      CurvatureOperators gaussNewton,
      CurvatureMeasurement curvature,
      Tolerance tolerance,
      RandomGenerator random) {
    this.gaussNewton = gaussNewton;
    this.curvature = curvature;
    this.tolerance = tolerance;
    this.random = random;
  }

  /**
   * The conditions.
   *
   * @param rate η
   * @param varianceFactor p &gt; 0
   * @param exact the exact theory at this minimum, which has Theorem 1 in closed form; empty where
   *     it cannot be had
   */
  List<Condition> at(double rate, double varianceFactor, Optional<NoiseAnalysis> exact) {
    EigenEstimate sharpness = curvature.gaussNewtonSharpness();
    List<Condition> conditions = new ArrayList<>();
    if (sharpness.vector() != null && sharpness.value() > 0) {
      conditions.add(alongSharpestDirection(rate, varianceFactor, sharpness));
      conditions.add(
          exact
              .map(noise -> noise.theoremOne(rate, varianceFactor))
              .orElseGet(
                  () ->
                      theorems
                          .computeIfAbsent(
                              varianceFactor,
                              factor -> new TheoremOne(gaussNewton, factor, tolerance, random))
                          .at(rate)));
    }
    conditions.add(boundOnSharpness(rate, sharpness));
    conditions.add(boundOnNonUniformity(rate, varianceFactor));
    return conditions;
  }

  /**
   * For any direction v, E (vᵀx)² grows at least by (1 − ηa)² + η²p Var_i(vᵀH_iv) with a = vᵀHv
   * when x lies along it (Mulayoff &amp; Michaeli 2024); here for the sharpest.
   */
  private Condition alongSharpestDirection(
      double rate, double varianceFactor, EigenEstimate sharpness) {
    double lambda = sharpness.value();
    double noise = varianceFactor * gaussNewton.alongDirection(sharpness.vector()).variance();
    return Condition.of(
        "mean-square growth along the sharpest direction",
        Kind.NECESSARY,
        (1 - rate * lambda) * (1 - rate * lambda) + rate * rate * noise,
        1,
        2 * rate * Math.abs(1 - rate * lambda) * sharpness.residual(),
        sharpness.status(),
        Optional.of(2 * lambda / (lambda * lambda + noise)));
  }

  private static Condition boundOnSharpness(double rate, EigenEstimate sharpness) {
    return Condition.of(
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
    EigenEstimate square = curvature.gaussNewtonSquaredNonUniformity();
    double value = CurvatureMeasurement.root(square);
    return Condition.of(
        "non-uniformity against 1/(eta sqrt(p)) (9)",
        Kind.NECESSARY_FOR_THEOREM_ONE,
        value,
        1 / (rate * root),
        CurvatureMeasurement.rootError(square),
        square.status(),
        Optional.of(1 / (value * root)));
  }
}
