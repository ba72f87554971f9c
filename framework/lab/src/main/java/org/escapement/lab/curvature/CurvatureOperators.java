package org.escapement.lab.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorCurvature;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.TensorPencil;
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
  /** What a product with Σ may err by, in units of the rounding of one entry of H². */
  private static final double ROUNDING = 16;

  private final Objective objective;
  private final TensorCurvature curvature;
  private final Batch all;

  private CurvatureOperators(Objective objective, Curvature curvature) {
    this.objective = objective;
    this.curvature = TensorCurvature.of(curvature);
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
    Tensor mean = vector();
    Tensor square = vector();
    return operator(
        (v, out) -> {
          curvature.covarianceProduct(v, mean, out);
          curvature.hessianProduct(all, mean, square);
          compute().add(out, 1, square, out);
        });
  }

  /** Σ = (1/n) Σ_i (H_i − H)². */
  public LinearOperator covariance() {
    Tensor mean = vector();
    return operator((v, out) -> curvature.covarianceProduct(v, mean, out));
  }

  /**
   * D and H together, D = H² + pΣ being the second moment E H_ξ² of a batch Hessian: with it
   * (I−ηH)² + η²pΣ = I − 2ηH + η²D. Two Hessian products and the second half of a covariance
   * product.
   *
   * @param varianceFactor p
   */
  public TensorPencil secondMoment(double varianceFactor) {
    Tensor square = vector();
    return new TensorPencil() {
      @Override
      public Compute compute() {
        return curvature.compute();
      }

      @Override
      public long dimension() {
        return objective.dimension();
      }

      @Override
      public void apply(Tensor v, Tensor moment, Tensor mean) {
        curvature.covarianceProduct(v, mean, moment);
        curvature.hessianProduct(all, mean, square);
        compute().scale(moment, varianceFactor, moment);
        compute().add(moment, 1, square, moment);
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
              compute().scale(out, -1, out);
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
   * The same where the H_i may hardly differ, as where all that is left of a network is its
   * output's bias: an eigenvalue below the rounding of H_i twice counts as converged when its
   * residual is too.
   *
   * @param sharpness a, by whose square that rounding is judged
   */
  public EigenEstimate squaredNonUniformity(
      Tolerance tolerance, EigenEstimate sharpness, INDArray start, RandomGenerator random) {
    double square = sharpness.value() * sharpness.value();
    double rounding = ROUNDING * Tensors.epsilon(type()) * square;
    return squaredNonUniformity(
        Double.isFinite(rounding) ? tolerance.withRounding(rounding) : tolerance, start, random);
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

  /** Where H and Σ are applied. */
  public Compute compute() {
    return curvature.compute();
  }

  private Tensor vector() {
    return compute().zeros(type(), 1, objective.dimension());
  }

  private TensorOperator operator(BiConsumer<Tensor, Tensor> product) {
    return new TensorOperator() {
      @Override
      public long dimension() {
        return objective.dimension();
      }

      @Override
      public Compute compute() {
        return curvature.compute();
      }

      @Override
      public void apply(Tensor v, Tensor out) {
        product.accept(v, out);
      }
    };
  }
}
