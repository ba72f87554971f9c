package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.engine.operator.TensorPreconditioner;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An orthonormal basis of a growing Krylov space and the operator's projection on it, with full
 * re-orthogonalisation and thick restarts (Wu &amp; Simon 2000).
 *
 * <p>With a preconditioner P orthogonality is that of rᵀPs, in which AP is self-adjoint; each basis
 * vector r is kept together with Pr. The projection is computed entry by entry, not assumed to be
 * tridiagonal, so that it stays true when a vector joins that is not the operator's last image.
 */
final class KrylovBasis implements AutoCloseable {
  private final Compute compute;
  private final TensorOperator operator;
  private final TensorPreconditioner preconditioner;
  private final DataType type;
  private final Budget budget;

  private final List<Tensor> vectors = new ArrayList<>(); // r_j
  private final List<Tensor> images = new ArrayList<>(); // P r_j; the same arrays if P = I
  private final double[][] projection;

  KrylovBasis(
      TensorOperator operator,
      Preconditioner preconditioner,
      DataType type,
      int capacity,
      Budget budget) {
    this.operator = operator;
    this.compute = operator.compute();
    this.preconditioner = new TensorPreconditioner(compute, preconditioner);
    this.type = type;
    this.budget = budget;
    this.projection = new double[capacity][capacity];
  }

  KrylovBasis(TensorOperator operator, DataType type, int capacity, Budget budget) {
    this(operator, Preconditioner.identity(), type, capacity, budget);
  }

  /** The memory of one basis vector, with its image under the preconditioner. */
  static double vectorBytes(LinearOperator operator, Preconditioner preconditioner, DataType type) {
    return (double) operator.dimension() * type.width() * (preconditioner.isIdentity() ? 1 : 2);
  }

  /** Vectors in the basis. */
  int size() {
    return vectors.size();
  }

  boolean isFull() {
    return size() == projection.length;
  }

  /** Whether nothing is left outside. */
  boolean isWhole() {
    return size() == operator.dimension();
  }

  /** Below this length a new direction is rounding noise. */
  double breakdown() {
    double norm = 0;
    for (int i = 0; i < size(); i++) {
      for (int j = 0; j < size(); j++) {
        norm = Math.max(norm, Math.abs(projection[i][j]));
      }
    }
    return 10 * Tensors.epsilon(type) * norm;
  }

  /** Eigenpairs of the projection on the vectors from {@code from} on. */
  Ritz ritz(int from) {
    return Ritz.of(projection, from, size());
  }

  /** A vector that is not in the basis yet, with its image under P and its length. */
  record Direction(Tensor vector, Tensor image, double length) implements AutoCloseable {
    boolean isFinite() {
      return Double.isFinite(length);
    }

    @Override
    public void close() {
      Tensor.close(vector);
      if (image != vector) {
        Tensor.close(image);
      }
    }
  }

  /** A vector as it is; the direction owns it from now on. */
  Direction direction(Tensor vector) {
    Tensor image = precondition(vector);
    return new Direction(vector, image, Math.sqrt(Math.max(0, compute.dot(vector, image))));
  }

  /** The length of a vector, (wᵀPw)^½. */
  double length(Tensor vector) {
    Tensor image = precondition(vector);
    double length = Math.sqrt(Math.max(0, compute.dot(vector, image)));
    if (image != vector) {
      Tensor.close(image);
    }
    return length;
  }

  /** A vector's part outside the basis; the direction owns it from now on. */
  Direction outside(Tensor vector) {
    orthogonalise(vector);
    return direction(vector);
  }

  /**
   * Takes a direction, orthogonal to the basis and of positive length, into it, and spends one
   * product.
   *
   * @return the image's part outside the basis
   */
  Direction extend(Direction next) {
    compute.divide(next.vector(), next.length(), next.vector());
    if (next.image() != next.vector()) {
      compute.divide(next.image(), next.length(), next.image());
    }
    vectors.add(next.vector());
    images.add(next.image());
    Tensor image = compute.zeros(type, 1, operator.dimension());
    operator.apply(next.image(), image);
    budget.count();
    int column = size() - 1;
    double[] coefficients = orthogonalise(image);
    for (int i = 0; i <= column; i++) {
      projection[i][column] = coefficients[i];
      projection[column][i] = coefficients[i];
    }
    return direction(image);
  }

  /** Makes {@code w} P-orthogonal to the basis; two passes suffice (Kahan). */
  private double[] orthogonalise(Tensor w) {
    double[] coefficients = new double[size()];
    Tensor[] duals = images.toArray(Tensor[]::new);
    Tensor[] basis = vectors.toArray(Tensor[]::new);
    for (int pass = 0; pass < 2; pass++) {
      compute.removeComponents(duals, basis, w, coefficients);
    }
    return coefficients;
  }

  /**
   * Replaces the vectors from {@code from} on by their {@code kept} leading Ritz vectors. The
   * direction that the last {@link #extend} returned then couples to all of them.
   */
  void compress(int from, Ritz ritz, int kept) {
    List<Tensor> keptVectors = new ArrayList<>();
    List<Tensor> keptImages = new ArrayList<>();
    for (int k = 0; k < kept; k++) {
      Tensor vector = combine(vectors, from, ritz.vectors()[k]);
      keptVectors.add(vector);
      keptImages.add(
          preconditioner.isIdentity() ? vector : combine(images, from, ritz.vectors()[k]));
    }
    double[][] couplings = new double[from][kept];
    for (int i = 0; i < from; i++) {
      for (int k = 0; k < kept; k++) {
        for (int j = 0; j < ritz.size(); j++) {
          couplings[i][k] += projection[i][from + j] * ritz.vectors()[k][j];
        }
      }
    }
    free(from);
    vectors.addAll(keptVectors);
    images.addAll(keptImages);
    for (int k = 0; k < kept; k++) {
      for (int i = 0; i < from; i++) {
        projection[i][from + k] = couplings[i][k];
        projection[from + k][i] = couplings[i][k];
      }
      for (int j = 0; j < kept; j++) {
        projection[from + j][from + k] = j == k ? ritz.values()[k] : 0;
      }
    }
  }

  /** A Ritz vector of the whole basis; the receiver's to free. */
  Tensor vector(double[] weights) {
    return combine(vectors, 0, weights);
  }

  /** P times a Ritz vector; the same array if P = I. */
  Tensor image(double[] weights, Tensor vector) {
    return preconditioner.isIdentity() ? vector : combine(images, 0, weights);
  }

  private Tensor combine(List<Tensor> terms, int from, double[] weights) {
    Tensor sum = compute.zeros(type, 1, operator.dimension());
    for (int i = 0; i < weights.length; i++) {
      compute.add(sum, weights[i], terms.get(from + i), sum);
    }
    return sum;
  }

  private Tensor precondition(Tensor vector) {
    if (preconditioner.isIdentity()) {
      return vector;
    }
    Tensor image = compute.zeros(type, 1, operator.dimension());
    preconditioner.apply(vector, image);
    return image;
  }

  /** Frees the vectors from {@code from} on. */
  private void free(int from) {
    List<Tensor> gone = vectors.subList(from, size());
    List<Tensor> goneImages = images.subList(from, images.size());
    if (!preconditioner.isIdentity()) {
      goneImages.forEach(vector -> vector.close());
    }
    gone.forEach(vector -> vector.close());
    goneImages.clear();
    gone.clear();
  }

  @Override
  public void close() {
    free(0);
  }
}
