package org.escapement.spi.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.optimizer.BatchObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A loss that is a mean over examples, f = (1/n) Σ f_i, with its derivatives.
 *
 * <p>A model that normalises by the statistics of a batch couples the examples of the batch: its
 * {@link #loss} and {@link #gradient} are those of the batch as a whole, not means of those of its
 * examples. Such a model gives second derivatives with the statistics of all examples held, for
 * which every f_i is again a function of its own example.
 */
public interface Objective {
  /** The number n of examples. */
  int examples();

  /** The length p of the parameter vector. */
  long dimension();

  /** The type of points, gradients and directions. */
  DataType precision();

  /** How the loss is scaled, in words; stored with every value that scales with it. */
  String lossConvention();

  /** The mean of f_i over the batch at {@code x}. */
  double loss(INDArray x, Batch batch);

  /**
   * Computes the gradient of the batch loss.
   *
   * @param x the point, shape {@code [p]}, not written
   * @param batch the examples
   * @param out shape {@code [p]}, overwritten
   * @return the batch loss at {@code x}
   */
  double gradient(INDArray x, Batch batch, INDArray out);

  /** The share of examples classified rightly at {@code x}, where that has a meaning. */
  default OptionalDouble accuracy(INDArray x) {
    return OptionalDouble.empty();
  }

  /**
   * Why no linearization at {@code x} tells about a minimum, where that is so: a loss whose infimum
   * lies at infinity has none that it could be near. Empty for all other points.
   */
  default Optional<String> degeneracy(INDArray x) {
    return Optional.empty();
  }

  /**
   * What examples are normalised by where second derivatives are taken, in words, of a model that
   * normalises by a batch in training; stored with the curvature. Empty for a model in which no
   * example depends on others.
   */
  default Optional<String> normalization() {
    return Optional.empty();
  }

  /**
   * Second derivatives at {@code x}. Without an override they are central differences of {@link
   * #gradient}.
   *
   * @param x the point, not written; it must not change while the result is in use
   */
  default Curvature curvature(INDArray x) {
    return new DifferenceCurvature(this, x);
  }

  /**
   * The part of the second derivatives that remains as every example's residual vanishes: for a
   * squared error of outputs F the Gauss–Newton matrices c J_iᵀJ_i, which are positive
   * semi-definite. The mean-square theory of interpolating minima is stated for it; at a minimum
   * whose loss is small but not zero the full Hessian has small negative eigenvalues, which say how
   * far the minimum is from interpolation, not how noise acts on it. Without an override, the full
   * second derivatives.
   *
   * @param x the point, not written; it must not change while the result is in use
   */
  default Curvature gaussNewton(INDArray x) {
    return curvature(x);
  }

  /**
   * First derivatives of the outputs for every example, for a model that has outputs and can give
   * them exactly; empty without an override. With {@link Jacobian.Scaling#LOSS} a model without
   * outputs may give rows whose J_iᵀJ_i are the second derivatives that {@link #gaussNewton} has.
   *
   * @param x the point, not written; it must not change while the result is in use
   */
  default Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
    return Optional.empty();
  }

  /**
   * This loss as a function of some tensors alone. Its points are those tensors one after the
   * other; its Hessian is the principal block of this one's, and its H_i those of every H_i.
   * Without an override its second derivatives are central differences, even where this objective's
   * are exact.
   *
   * @param subset the tensors that stay variable
   * @param x where the others are held, shape {@code [p]}; copied
   */
  default Objective restrictedTo(ParameterSubset subset, INDArray x) {
    return new RestrictedObjective(this, subset, x);
  }

  /** This objective seen through one batch, as an optimizer's step sees it. */
  default BatchObjective on(Batch batch) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return Objective.this.loss(x, batch);
      }

      @Override
      public INDArray gradient(INDArray x) {
        INDArray out = x.ulike();
        Objective.this.gradient(x, batch, out);
        return out;
      }
    };
  }
}
