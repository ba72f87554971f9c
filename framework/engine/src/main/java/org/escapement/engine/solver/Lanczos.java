package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Preconditioner;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The largest algebraic eigenvalue of a symmetric operator, by Lanczos with full
 * re-orthogonalisation and thick restarts (Wu &amp; Simon 2000). Algebraic, not in magnitude: away
 * from a minimum a Hessian has negative eigenvalues, and −12 must not pass for +10.
 *
 * <p>With a preconditioner P the eigenvalue is that of P^½AP^½. No square root is taken: AP is
 * self-adjoint in the inner product rᵀPs, so each basis vector r is kept together with Pr.
 */
public final class Lanczos {
  /** Basis vectors before a restart. */
  private static final int BASIS = 60;

  /** Ritz vectors that survive a restart. */
  private static final int KEPT = 20;

  /** With a bigger basis the small eigenproblem is solved at every so many steps only. */
  private static final int CHECK_EVERY_STEP_UP_TO = 16;

  private static final int CHECK_INTERVAL = 4;

  private final LinearOperator operator;
  private final Preconditioner preconditioner;
  private final DataType type;
  private final Tolerance tolerance;

  private final List<INDArray> basis = new ArrayList<>(); // r_j
  private final List<INDArray> images = new ArrayList<>(); // P r_j; the same arrays if P = I
  private final double[][] projection = new double[BASIS][BASIS];
  private int products;

  private Lanczos(
      LinearOperator operator, Preconditioner preconditioner, DataType type, Tolerance tolerance) {
    this.operator = operator;
    this.preconditioner = preconditioner;
    this.type = type;
    this.tolerance = tolerance;
  }

  /**
   * λmax(A) from a random start.
   *
   * @param operator A, symmetric
   * @param type the type of its vectors
   * @param tolerance when to stop
   * @param random the start vector's source
   */
  public static EigenEstimate largest(
      LinearOperator operator, DataType type, Tolerance tolerance, RandomGenerator random) {
    return largest(operator, Preconditioner.identity(), type, tolerance, null, random);
  }

  /**
   * λmax(P^½AP^½).
   *
   * @param operator A, symmetric
   * @param preconditioner P, symmetric positive definite
   * @param type the type of their vectors
   * @param tolerance when to stop; residuals are those of P^½AP^½
   * @param start a guess of the eigenvector, or null; it is mixed with a random vector, because a
   *     start inside an invariant subspace would hide all others
   * @param random the random vectors' source
   * @return the estimate; its vector y satisfies APy = λy and yᵀPy = 1
   */
  public static EigenEstimate largest(
      LinearOperator operator,
      Preconditioner preconditioner,
      DataType type,
      Tolerance tolerance,
      INDArray start,
      RandomGenerator random) {
    Lanczos lanczos = new Lanczos(operator, preconditioner, type, tolerance);
    try {
      return lanczos.solve(start, random);
    } finally {
      lanczos.freeBasis();
    }
  }

  private EigenEstimate solve(INDArray start, RandomGenerator random) {
    INDArray next = startVector(start, random);
    INDArray nextImage = precondition(next);
    double length = Math.sqrt(Tensors.dot(next, nextImage));
    int size = 0; // columns of the projection that are complete
    double gate =
        Double.POSITIVE_INFINITY; // bound below which the true residual is worth a product
    while (true) {
      if (!(length > 0) || !Double.isFinite(length)) {
        return nonFinite(next, nextImage);
      }
      append(next, nextImage, length);
      INDArray image = Tensors.vector(type, operator.dimension());
      operator.apply(images.get(size), image);
      products++;
      orthogonalise(image, size);
      size++;
      INDArray imageImage = precondition(image);
      length = Math.sqrt(Math.max(0, Tensors.dot(image, imageImage)));
      if (!Double.isFinite(length)) {
        return nonFinite(image, imageImage);
      }
      boolean exhausted =
          size == operator.dimension() || length <= breakdown(size) || size == BASIS;
      boolean spent = products >= tolerance.maxProducts() - 1;
      if (exhausted || spent || size <= CHECK_EVERY_STEP_UP_TO || size % CHECK_INTERVAL == 0) {
        Ritz ritz = Ritz.of(projection, size);
        double allowed = tolerance.allowed(ritz.values[0], ritz.norm());
        double bound = length * Math.abs(ritz.vectors[0][size - 1]);
        boolean invariant = length <= breakdown(size) || size == operator.dimension();
        if (invariant || spent || bound <= Math.min(allowed, gate)) {
          EigenEstimate estimate = explicit(ritz, allowed, bound, invariant, spent);
          if (estimate != null) {
            release(image, imageImage);
            return estimate;
          }
          gate = bound / 2;
        }
        if (size == BASIS) {
          restart(ritz, length);
          size = KEPT;
        }
      }
      next = image;
      nextImage = imageImage;
    }
  }

  /** The Ritz pair with its residual computed afresh; null to go on. */
  private EigenEstimate explicit(
      Ritz ritz, double allowed, double bound, boolean invariant, boolean spent) {
    INDArray vector = combine(basis, ritz.vectors[0]);
    INDArray vectorImage = preconditioner.isIdentity() ? vector : combine(images, ritz.vectors[0]);
    INDArray residual = Tensors.vector(type, operator.dimension());
    operator.apply(vectorImage, residual);
    products++;
    double square = Tensors.dot(vector, vectorImage);
    double value = Tensors.dot(residual, vectorImage) / square;
    Tensors.addScaled(-value, vector, residual);
    INDArray residualImage = precondition(residual);
    double size = Math.sqrt(Math.max(0, Tensors.dot(residual, residualImage)) / square);
    release(residual, residualImage);
    if (vectorImage != vector) {
      Tensors.free(vectorImage);
    }
    EigenStatus status = null;
    if (!Double.isFinite(size)) {
      status = EigenStatus.NON_FINITE;
    } else if (size <= Math.max(allowed, breakdown(ritz.values.length))) {
      status = EigenStatus.CONVERGED;
    } else if (invariant || bound <= 1e-2 * allowed) {
      status = EigenStatus.ROUNDING_LIMIT;
    } else if (spent) {
      status = EigenStatus.PRODUCT_BUDGET;
    }
    if (status == null) {
      Tensors.free(vector);
      return null;
    }
    vector.divi(Math.sqrt(square));
    return new EigenEstimate(value, size, products, status, vector);
  }

  /** Below this a new direction is rounding noise. */
  private double breakdown(int size) {
    double norm = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        norm = Math.max(norm, Math.abs(projection[i][j]));
      }
    }
    return 10 * Tensors.epsilon(type) * norm;
  }

  /** Makes {@code w} P-orthogonal to the basis; two passes suffice (Kahan). */
  private void orthogonalise(INDArray w, int column) {
    double[] coefficients = new double[column + 1];
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i <= column; i++) {
        double coefficient = Tensors.dot(images.get(i), w);
        Tensors.addScaled(-coefficient, basis.get(i), w);
        coefficients[i] += coefficient;
      }
    }
    for (int i = 0; i <= column; i++) {
      projection[i][column] = coefficients[i];
      projection[column][i] = coefficients[i];
    }
  }

  /** Replaces the basis by its leading Ritz vectors, which the next vector then couples to. */
  private void restart(Ritz ritz, double length) {
    List<INDArray> keptBasis = new ArrayList<>();
    List<INDArray> keptImages = new ArrayList<>();
    for (int k = 0; k < KEPT; k++) {
      INDArray vector = combine(basis, ritz.vectors[k]);
      keptBasis.add(vector);
      keptImages.add(preconditioner.isIdentity() ? vector : combine(images, ritz.vectors[k]));
    }
    freeBasis();
    basis.addAll(keptBasis);
    images.addAll(keptImages);
    for (int i = 0; i < KEPT; i++) {
      for (int j = 0; j < KEPT; j++) {
        projection[i][j] = i == j ? ritz.values[i] : 0;
      }
    }
  }

  private void freeBasis() {
    if (!preconditioner.isIdentity()) {
      images.forEach(Tensors::free);
    }
    basis.forEach(Tensors::free);
    basis.clear();
    images.clear();
  }

  private INDArray combine(List<INDArray> vectors, double[] weights) {
    INDArray sum = Tensors.vector(type, operator.dimension());
    for (int i = 0; i < weights.length; i++) {
      Tensors.addScaled(weights[i], vectors.get(i), sum);
    }
    return sum;
  }

  private void append(INDArray vector, INDArray image, double length) {
    vector.divi(length);
    if (image != vector) {
      image.divi(length);
    }
    basis.add(vector);
    images.add(image);
  }

  private INDArray precondition(INDArray vector) {
    if (preconditioner.isIdentity()) {
      return vector;
    }
    INDArray image = Tensors.vector(type, operator.dimension());
    preconditioner.apply(vector, image);
    return image;
  }

  private INDArray startVector(INDArray start, RandomGenerator random) {
    double[] values = new double[Math.toIntExact(operator.dimension())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    INDArray vector = Nd4j.createFromArray(values);
    if (type != DataType.DOUBLE) {
      INDArray cast = vector.castTo(type);
      vector.close();
      vector = cast;
    }
    if (start != null) {
      double share = 0.1 * Tensors.norm(start) / Tensors.norm(vector);
      vector.muli(share).addi(start);
    }
    return vector;
  }

  private EigenEstimate nonFinite(INDArray vector, INDArray image) {
    release(vector, image);
    return new EigenEstimate(Double.NaN, Double.NaN, products, EigenStatus.NON_FINITE, null);
  }

  private static void release(INDArray vector, INDArray image) {
    Tensors.free(vector);
    if (image != vector) {
      Tensors.free(image);
    }
  }

  /** Eigenpairs of the projected matrix, largest first. */
  private record Ritz(double[] values, double[][] vectors) {
    static Ritz of(double[][] projection, int size) {
      double[][] square = new double[size][size];
      for (int i = 0; i < size; i++) {
        System.arraycopy(projection[i], 0, square[i], 0, size);
      }
      var decomposition = new EigenDecompositionSymmetric(new Array2DRowRealMatrix(square, false));
      double[] values = decomposition.getEigenvalues();
      double[][] vectors = new double[size][];
      for (int i = 0; i < size; i++) {
        vectors[i] = decomposition.getEigenvector(i).toArray();
      }
      return new Ritz(values, vectors);
    }

    double norm() {
      return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
    }
  }
}
