package org.escapement.lab.stability;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.RatioMaximum;
import org.escapement.engine.solver.TensorPencil;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.curvature.CurvatureOperators;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Theorem 1 of Wu, Ma &amp; E 2018: stochastic gradient descent is linearly stable in mean square
 * if
 *
 * <pre>λmax{(I − ηH)² + η² p Σ} ≤ 1,                                                    (8)</pre>
 *
 * p being the batch factor. It is sufficient, not necessary. With D = H² + pΣ the condition reads η
 * vᵀDv ≤ 2 vᵀHv for every v, so it holds up to η_T1 = min_v 2 vᵀHv / vᵀDv.
 *
 * <p>Both estimates err on one side: a Ritz value of ηD − 2H is never too large, so a left side
 * above 1 refutes (8); a ratio found is never too large, so η_T1 is never too small.
 */
final class TheoremOne {
  /** (8) is wanted to this share of ηD − 2H: near its zero eigenvalues the threshold decides. */
  private static final double ZERO = 1e-3;

  static final String NAME = "Theorem 1 (8), lambda_max{(I - eta H)^2 + eta^2 p Sigma}";

  private final CurvatureOperators operators;
  private final TensorPencil secondMoment;
  private final Tolerance tolerance;
  private final RandomGenerator random;
  private final Threshold threshold;

  /**
   * @param operators H and Σ, H positive semi-definite
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
    this.threshold = threshold();
  }

  /**
   * η_T1 and the direction that attains it.
   *
   * @param rate η_T1
   * @param moment vᵀDv for the v of length one
   * @param curvature vᵀHv
   * @param status of the ratio
   */
  private record Threshold(double rate, double moment, double curvature, EigenStatus status) {
    /** A lower bound on λmax(ηD − 2H). */
    double bound(double learningRate) {
      return learningRate * moment - 2 * curvature;
    }
  }

  /** (8) at a learning rate. On directions without curvature its left side is exactly 1. */
  Condition at(double learningRate) {
    try (EigenEstimate largest = largest(learningRate)) {
      double lambda = Math.max(largest.value(), threshold.bound(learningRate));
      double value = 1 + learningRate * lambda;
      double error = learningRate * largest.residual();
      boolean refuted = value - 1 > Math.max(error, Tensors.epsilon(operators.type()));
      boolean holds = !refuted && learningRate <= threshold.rate();
      boolean close =
          Math.abs(learningRate - threshold.rate()) <= tolerance.relative() * threshold.rate();
      boolean consistent = refuted == learningRate > threshold.rate();
      EigenStatus status = largest.converged() ? threshold.status() : largest.status();
      return new Condition(
          NAME,
          Condition.Kind.SUFFICIENT,
          holds ? Math.min(value, 1) : value,
          1,
          error,
          status,
          status == EigenStatus.CONVERGED && consistent && !close,
          consistent ? Optional.of(threshold.rate()) : Optional.empty());
    }
  }

  private Threshold threshold() {
    INDArray moment = Tensors.vector(operators.type(), operators.dimension());
    INDArray mean = Tensors.vector(operators.type(), operators.dimension());
    try (EigenEstimate ratio = RatioMaximum.of(secondMoment, operators.type(), tolerance, random)) {
      if (ratio.vector() == null) {
        return new Threshold(Double.NaN, Double.NaN, Double.NaN, ratio.status());
      }
      secondMoment.apply(ratio.vector(), moment, mean);
      return new Threshold(
          2 / ratio.value(),
          Tensors.dot(ratio.vector(), moment),
          Tensors.dot(ratio.vector(), mean),
          ratio.status());
    } finally {
      Tensors.free(moment, mean);
    }
  }

  /** The largest eigenvalue of ηD − 2H. */
  private EigenEstimate largest(double rate) {
    Compute compute = secondMoment.compute();
    Tensor scratch = compute.zeros(operators.type(), 1, operators.dimension());
    TensorOperator difference =
        new TensorOperator() {
          @Override
          public long dimension() {
            return operators.dimension();
          }

          @Override
          public Compute compute() {
            return compute;
          }

          @Override
          public void apply(Tensor v, Tensor out) {
            secondMoment.apply(v, out, scratch);
            compute.scale(out, rate, out);
            compute.add(out, -2, scratch, out);
          }
        };
    try {
      return Lanczos.largest(difference, operators.type(), tolerance.withAbsolute(ZERO), random);
    } finally {
      scratch.close();
    }
  }
}
