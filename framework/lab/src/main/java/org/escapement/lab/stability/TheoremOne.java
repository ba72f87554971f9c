package org.escapement.lab.stability;

import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
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
  /** Steps of Dinkelbach's iteration; it converges superlinearly, in three to six. */
  private static final int MAX_STEPS = 50;

  private final CurvatureOperators operators;
  private final LinearOperator hessian;
  private final LinearOperator secondMoment;
  private final Tolerance tolerance;
  private final RandomGenerator random;

  /**
   * @param operators H and Σ
   * @param varianceFactor p
   * @param tolerance of each eigenvalue; the absolute part decides when λmax counts as zero
   * @param random the start vectors' source
   */
  TheoremOne(
      CurvatureOperators operators,
      double varianceFactor,
      Tolerance tolerance,
      RandomGenerator random) {
    this.operators = operators;
    this.hessian = operators.hessian();
    this.secondMoment = operators.secondMoment(varianceFactor);
    this.tolerance = tolerance;
    this.random = random;
  }

  /**
   * An upper bound that is attained at convergence.
   *
   * @param value the threshold, or the left side of (8)
   * @param error what the eigenvalue's residual leaves open
   * @param status of the eigenvalue
   */
  record Estimate(double value, double error, EigenStatus status) {}

  /** The left side of (8). On directions without curvature it is exactly 1, so it is never less. */
  Estimate value(double learningRate) {
    try (EigenEstimate largest = largest(learningRate, null)) {
      return new Estimate(
          1 + learningRate * largest.value(), learningRate * largest.residual(), largest.status());
    }
  }

  /**
   * η_T1, by Dinkelbach's iteration for the ratio: from above, η ← 2 vᵀHv / vᵀDv with v the top
   * eigenvector of ηD − 2H, until its eigenvalue is zero.
   *
   * @param sharpness λmax(H) &gt; 0; the iteration starts at 2/λmax(H), where (8) last can hold
   */
  Estimate threshold(double sharpness) {
    double rate = 2 / sharpness;
    INDArray start = null;
    try {
      for (int step = 0; step < MAX_STEPS; step++) {
        EigenEstimate largest = largest(rate, start);
        Tensors.free(start);
        start = largest.vector();
        if (!largest.converged()) {
          return new Estimate(rate, Double.NaN, largest.status());
        }
        double[] forms = forms(start);
        double next = 2 * forms[0] / forms[1];
        // an eigenvalue this small is zero: its vector may be a flat direction, where the ratio is
        // 0/0
        if (largest.value() <= tolerance.absolute() * 2 * sharpness || !(next < rate)) {
          return new Estimate(rate, 0, EigenStatus.CONVERGED);
        }
        double change = (rate - next) / rate;
        rate = next;
        if (change <= tolerance.relative()) {
          return new Estimate(rate, change * rate, EigenStatus.CONVERGED);
        }
      }
      return new Estimate(rate, Double.NaN, EigenStatus.PRODUCT_BUDGET);
    } finally {
      Tensors.free(start);
    }
  }

  /** The largest eigenvalue of ηD − 2H. */
  private EigenEstimate largest(double rate, INDArray start) {
    INDArray scratch = Tensors.vector(operators.type(), operators.dimension());
    LinearOperator difference =
        new LinearOperator() {
          @Override
          public long dimension() {
            return operators.dimension();
          }

          @Override
          public void apply(INDArray v, INDArray out) {
            secondMoment.apply(v, out);
            out.muli(rate);
            hessian.apply(v, scratch);
            Tensors.addScaled(-2, scratch, out);
          }
        };
    try {
      return Lanczos.largest(
          difference, Preconditioner.identity(), operators.type(), tolerance, start, random);
    } finally {
      Tensors.free(scratch);
    }
  }

  /** vᵀHv and vᵀDv. */
  private double[] forms(INDArray v) {
    INDArray image = Tensors.vector(operators.type(), operators.dimension());
    try {
      hessian.apply(v, image);
      double curvature = Tensors.dot(v, image);
      secondMoment.apply(v, image);
      return new double[] {curvature, Tensors.dot(v, image)};
    } finally {
      Tensors.free(image);
    }
  }
}
