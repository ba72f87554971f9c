package org.escapement.lab.stability;

import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.Pencil;
import org.escapement.engine.solver.RatioMaximum;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Theorem 1 of Wu, Ma &amp; E 2018: stochastic gradient descent is linearly stable in mean square
 * if
 *
 * <pre>λmax{(I − ηH)² + η² p Σ} ≤ 1,                                                    (8)</pre>
 *
 * p being the batch factor. It is sufficient, not necessary. With D = H² + pΣ the condition reads η
 * vᵀDv ≤ 2 vᵀHv for every v, so it holds up to η_T1 = min_v 2 vᵀHv / vᵀDv.
 */
final class TheoremOne {
  /** (8) is needed to this share of ηD − 2H: near its zero eigenvalues the threshold decides. */
  private static final double ZERO = 1e-3;

  private final CurvatureOperators operators;
  private final Pencil secondMoment;
  private final Tolerance tolerance;
  private final RandomGenerator random;

  /**
   * @param operators H and Σ
   * @param varianceFactor p
   * @param tolerance of the eigenvalue and of the ratio, relative
   * @param random the start vectors' source
   */
  TheoremOne(
      CurvatureOperators operators,
      double varianceFactor,
      Tolerance tolerance,
      RandomGenerator random) {
    this.operators = operators;
    this.secondMoment = operators.secondMoment(varianceFactor);
    this.tolerance = tolerance;
    this.random = random;
  }

  /**
   * A number and what is known about it.
   *
   * @param value the threshold, or the left side of (8)
   * @param error what the eigenvalue's residual leaves open; for the threshold to second order
   * @param status of the eigenvalue
   */
  record Estimate(double value, double error, EigenStatus status) {}

  /** The left side of (8). On directions without curvature it is exactly 1, so it is never less. */
  Estimate value(double learningRate) {
    try (EigenEstimate largest = largest(learningRate)) {
      return new Estimate(
          1 + learningRate * largest.value(), learningRate * largest.residual(), largest.status());
    }
  }

  /** η_T1 = 2 / max_v (vᵀDv / vᵀHv). */
  Estimate threshold() {
    try (EigenEstimate ratio = RatioMaximum.of(secondMoment, operators.type(), tolerance, random)) {
      double threshold = 2 / ratio.value();
      return new Estimate(
          threshold,
          threshold * ratio.relativeResidual() * ratio.relativeResidual(),
          ratio.status());
    }
  }

  /** The largest eigenvalue of ηD − 2H. */
  private EigenEstimate largest(double rate) {
    INDArray scratch = Tensors.vector(operators.type(), operators.dimension());
    LinearOperator difference =
        new LinearOperator() {
          @Override
          public long dimension() {
            return operators.dimension();
          }

          @Override
          public void apply(INDArray v, INDArray out) {
            secondMoment.apply(v, out, scratch);
            out.muli(rate);
            Tensors.addScaled(-2, scratch, out);
          }
        };
    try {
      return Lanczos.largest(
          difference,
          operators.type(),
          new Tolerance(tolerance.relative(), ZERO, tolerance.maxProducts()),
          random);
    } finally {
      Tensors.free(scratch);
    }
  }
}
