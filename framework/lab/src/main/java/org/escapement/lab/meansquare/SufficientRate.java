package org.escapement.lab.meansquare;

import java.util.random.RandomGenerator;
import org.bytedeco.openblas.global.openblas;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The learning rate up to which Theorem 1 of Wu, Ma &amp; E 2018 makes gradient steps stable,
 * 2/λmax of H^{-½}(H² + pΣ)H^{-½}, for minima of any size. With JJᵀ = W(nΛ)Wᵀ and J = W(nΛ)^½Vᵀ
 * that matrix is V WᵀKW Vᵀ with
 *
 * <pre>K = (1−p) JJᵀ/n + p diag(J_1J_1ᵀ, …, J_nJ_nᵀ)</pre>
 *
 * on the nk rows, whose largest eigenvalue is no smaller, and the same if JJᵀ has full rank.
 * Nothing is left out, so the rate is a bound even where thresholds are those of a subspace.
 */
public final class SufficientRate implements LinearOperator {
  /** Of the rounding error of one entry, what an eigenvalue may have. */
  private static final double ROUNDING = 16;

  private final GramOperator operator;
  private final NativeMatrix blocks;
  private final double p;
  private final NativeMatrix input;
  private final NativeMatrix weighted;
  private final double[] vector;
  private final double[] image;

  private SufficientRate(GramOperator operator, NativeMatrix blocks, double p) {
    this.operator = operator;
    this.blocks = blocks;
    this.p = p;
    this.input = NativeMatrix.zeros(1, operator.length());
    this.weighted = NativeMatrix.zeros(1, operator.length());
    this.vector = new double[operator.length()];
    this.image = new double[operator.length()];
  }

  /**
   * Encloses 2/λmax(K): up to the lower end gradient steps are stable.
   *
   * @param objective the loss, whose model has outputs
   * @param jacobian its Jacobian at the minimum, scaled by the loss; stays the caller's to close
   * @param varianceFactor p
   * @param tolerance of the eigenvalue, relative. Where it is not met the lower end is the crudest
   *     bound, 2/max tr(J_iJ_iᵀ)
   * @param random the source of the first vector
   */
  public static Enclosure of(
      Objective objective,
      Jacobian jacobian,
      double varianceFactor,
      Tolerance tolerance,
      RandomGenerator random) {
    DataType type = objective.precision();
    try (GramOperator operator =
        new GramOperator(
            jacobian,
            Preconditioner.identity(),
            objective.examples(),
            objective.dimension(),
            type)) {
      return of(operator, varianceFactor, Tensors.epsilon(type), tolerance, random);
    }
  }

  static Enclosure of(
      GramOperator operator, double p, double unit, Tolerance tolerance, RandomGenerator random) {
    try (NativeMatrix blocks = operator.exampleGrams()) {
      SufficientRate rows = new SufficientRate(operator, blocks, p);
      try (EigenEstimate top = Lanczos.largest(rows, DataType.DOUBLE, tolerance, random)) {
        double error = top.residual() + ROUNDING * unit * Math.abs(top.value());
        double above = top.converged() ? top.value() + error : rows.largestTrace();
        double below = top.value() - error;
        return new Enclosure(
            2 / above,
            below > 0 ? 2 / below : Double.POSITIVE_INFINITY,
            top.products(),
            status(top.status()));
      } finally {
        rows.input.close();
        rows.weighted.close();
      }
    }
  }

  private static EnclosureStatus status(EigenStatus status) {
    return switch (status) {
      case CONVERGED -> EnclosureStatus.CONVERGED;
      case PRODUCT_BUDGET -> EnclosureStatus.PRODUCT_BUDGET;
      case TIME_BUDGET -> EnclosureStatus.TIME_BUDGET;
      case ROUNDING_LIMIT, NON_FINITE -> EnclosureStatus.ROUNDING_LIMIT;
    };
  }

  private double largestTrace() {
    int k = operator.outputs();
    double largest = 0;
    for (int example = 0; example < operator.examples(); example++) {
      double trace = 0;
      for (int i = 0; i < k; i++) {
        trace += blocks.get(example, i * k + i);
      }
      largest = Math.max(largest, trace);
    }
    return largest;
  }

  @Override
  public long dimension() {
    return vector.length;
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    Tensors.readRow(v.reshape('c', 1, vector.length), 0, vector);
    operator.apply(vector, image);
    input.entries().put(0L, vector, 0, vector.length);
    multiplyByBlocks();
    weighted.entries().get(0L, vector, 0, vector.length);
    double share = (1 - p) / operator.examples();
    for (int at = 0; at < vector.length; at++) {
      image[at] = share * image[at] + p * vector[at];
    }
    Tensors.writeRow(image, out.reshape('c', 1, vector.length), 0);
  }

  private void multiplyByBlocks() {
    int k = operator.outputs();
    for (int example = 0; example < operator.examples(); example++) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          k,
          k,
          1,
          blocks.at(example, 0),
          k,
          input.at(0, (long) example * k),
          1,
          0,
          weighted.at(0, (long) example * k),
          1);
    }
  }
}
