package org.escapement.lab.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.Pencil;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The symmetric operators of an objective at one point, and their extreme eigenvalues. */
public final class CurvatureOperators {
  private final Objective objective;
  private final Curvature curvature;
  private final Batch all;

  private CurvatureOperators(Objective objective, Curvature curvature) {
    this.objective = objective;
    this.curvature = curvature;
    this.all = Batch.all(objective.examples());
  }

  /**
   * The operators of {@code objective}, whose second derivatives at the point are {@code
   * curvature}.
   */
  public static CurvatureOperators of(Objective objective, Curvature curvature) {
    return new CurvatureOperators(objective, curvature);
  }

  /** H. */
  public LinearOperator hessian() {
    return hessian(all);
  }

  /** The mean of H_i over a batch, an example that occurs twice counting twice. */
  public LinearOperator hessian(Batch batch) {
    return operator((v, out) -> curvature.hessianProduct(batch, v, out));
  }

  /** (1/n) Σ_i H_i² = Σ + H². */
  public LinearOperator meanOfSquares() {
    INDArray mean = Tensors.vector(type(), objective.dimension());
    INDArray square = Tensors.vector(type(), objective.dimension());
    return operator(
        (v, out) -> {
          curvature.covarianceProduct(v, mean, out);
          curvature.hessianProduct(all, mean, square);
          out.addi(square);
        });
  }

  /** Σ = (1/n) Σ_i (H_i − H)². */
  public LinearOperator covariance() {
    INDArray mean = Tensors.vector(type(), objective.dimension());
    return operator((v, out) -> curvature.covarianceProduct(v, mean, out));
  }

  /**
   * D and H together, D = H² + pΣ being the second moment E H_ξ² of a batch Hessian: with it
   * (I−ηH)² + η²pΣ = I − 2ηH + η²D. Two Hessian products and the second half of a covariance
   * product.
   *
   * @param varianceFactor p
   */
  public Pencil secondMoment(double varianceFactor) {
    INDArray square = Tensors.vector(type(), objective.dimension());
    return new Pencil() {
      @Override
      public long dimension() {
        return objective.dimension();
      }

      @Override
      public void apply(INDArray v, INDArray moment, INDArray mean) {
        curvature.covarianceProduct(v, mean, moment);
        curvature.hessianProduct(all, mean, square);
        moment.muli(varianceFactor).addi(square);
      }
    };
  }

  /**
   * Sharpness a = λmax(H), algebraic.
   *
   * @param start a guess of the eigenvector, or null
   */
  public EigenEstimate sharpness(Tolerance tolerance, INDArray start, RandomGenerator random) {
    return Lanczos.largest(hessian(), Preconditioner.identity(), type(), tolerance, start, random);
  }

  /**
   * λmin(H), algebraic; its value is negative where the point is no minimum. The tolerance should
   * have an absolute part, since near a minimum λmin is about zero.
   */
  public EigenEstimate smallest(Tolerance tolerance, RandomGenerator random) {
    LinearOperator negative =
        operator(
            (v, out) -> {
              curvature.hessianProduct(all, v, out);
              out.negi();
            });
    EigenEstimate estimate = Lanczos.largest(negative, type(), tolerance, random);
    return new EigenEstimate(
        -estimate.value(),
        estimate.residual(),
        estimate.products(),
        estimate.status(),
        estimate.vector());
  }

  /**
   * The eigenvalue λmax(Σ) = s² whose root is the non-uniformity.
   *
   * @param start a guess of the eigenvector, or null
   */
  public EigenEstimate squaredNonUniformity(
      Tolerance tolerance, INDArray start, RandomGenerator random) {
    return Lanczos.largest(
        covariance(), Preconditioner.identity(), type(), tolerance, start, random);
  }

  /**
   * λmax(P^½HP^½), the preconditioned sharpness.
   *
   * @param start a guess of the vector y with HPy = λy, or null
   */
  public EigenEstimate preconditionedSharpness(
      Preconditioner preconditioner, Tolerance tolerance, INDArray start, RandomGenerator random) {
    return Lanczos.largest(hessian(), preconditioner, type(), tolerance, start, random);
  }

  /**
   * λmax(H_i) of every example, each by a Lanczos run of its own; a single-example step with a rate
   * above 2/λmax(H_i) moves away along its eigenvector.
   *
   * @return one estimate for each example, in order, without its vector
   */
  public List<EigenEstimate> perExampleSharpness(Tolerance tolerance, RandomGenerator random) {
    List<EigenEstimate> estimates = new ArrayList<>();
    for (int i = 0; i < examples(); i++) {
      try (EigenEstimate estimate =
          Lanczos.largest(hessian(Batch.of(i)), type(), tolerance, random)) {
        estimates.add(estimate.withoutVector());
      }
    }
    return estimates;
  }

  /** The mean and the variance over examples of the curvatures vᵀH_iv. */
  public DirectionalCurvature alongDirection(INDArray v) {
    return DirectionalCurvature.of(curvature.perExampleCurvature(v));
  }

  /** The type of vectors. */
  public DataType type() {
    return objective.precision();
  }

  /** The number n of examples. */
  public int examples() {
    return objective.examples();
  }

  /** The number p of parameters. */
  public long dimension() {
    return objective.dimension();
  }

  LinearOperator operator(BiConsumer<INDArray, INDArray> product) {
    return new LinearOperator() {
      @Override
      public long dimension() {
        return objective.dimension();
      }

      @Override
      public void apply(INDArray v, INDArray out) {
        product.accept(v, out);
      }
    };
  }
}
