package org.escapement.lab.meansquare;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.openblas.global.openblas;
import org.escapement.engine.solver.DenseEigenpairs;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A subspace of parameters that carries most of the noise: leading eigenvectors of (1/n) Σ_i
 * J̃_iᵀS_iJ̃_i with J̃_i = J_iP^½ and S_i = J_iJ_iᵀ, which for P = I is avg H_i². Single examples
 * of large curvature, which rule small batches, hardly show in the leading eigenvectors of the mean
 * H.
 *
 * <p>All is done in the space of the nk rows, where y stands for the direction J̃ᵀSy: Lanczos on
 * JPJᵀ with full re-orthogonalisation in the inner product of S. That not all eigenvectors have
 * converged does not matter: they span some subspace, and the curvatures on it are exact.
 */
final class NoiseSubspace implements AutoCloseable {
  /** Krylov vectors for each mode wanted. */
  private static final int VECTORS_PER_MODE = 2;

  /** What is left of an image below this share of its length is rounding, in double. */
  private static final double BREAKDOWN = 1e-12;

  /** Of the rounding error of one entry, what an eigenvalue may have. */
  private static final double ROUNDING = 16;

  private final GramOperator operator;
  private final int length;
  private final double unit;
  private final NativeMatrix weights; // S_i, one a row
  private final NativeMatrix basis; // q_j
  private final NativeMatrix images; // J P Jᵀ S q_j
  private final NativeMatrix vector;
  private final NativeMatrix product; // S times the vector
  private final NativeMatrix coefficients;
  private final double[] weighted;
  private final double[] image;
  private final double[][] projected; // q_iᵀ S J P Jᵀ S q_j for i ≤ j
  private int size;

  private NoiseSubspace(GramOperator operator, NativeMatrix weights, int most, double unit) {
    this.operator = operator;
    this.length = operator.length();
    this.unit = unit;
    this.weights = weights;
    this.basis = NativeMatrix.zeros(most, length);
    this.images = NativeMatrix.zeros(most, length);
    this.vector = NativeMatrix.zeros(1, length);
    this.product = NativeMatrix.zeros(1, length);
    this.coefficients = NativeMatrix.zeros(1, most);
    this.weighted = new double[length];
    this.image = new double[length];
    this.projected = new double[most][most];
  }

  /**
   * The curvatures on the subspace.
   *
   * @param operator J P Jᵀ
   * @param type of the model
   * @param modes the subspace's dimension at most
   * @param random the first vector's source
   * @return empty if no example has curvature
   */
  static Optional<ReducedCurvature> reduce(
      GramOperator operator, DataType type, int modes, RandomGenerator random) {
    int most = (int) Math.min((long) VECTORS_PER_MODE * modes, operator.length());
    try (NativeMatrix weights = operator.exampleGrams();
        NoiseSubspace subspace =
            new NoiseSubspace(operator, weights, most, Tensors.epsilon(type))) {
      subspace.span(random);
      return subspace.size == 0 ? Optional.empty() : Optional.of(subspace.curvature(modes));
    }
  }

  private void span(RandomGenerator random) {
    for (int at = 0; at < length; at++) {
      vector.put(0, at, random.nextGaussian());
    }
    double scale = 0;
    while (size < basis.rows()) {
      double norm = weightedNorm();
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException("the curvature of an example is not finite");
      }
      if (norm <= BREAKDOWN * scale) {
        return; // the space is invariant
      }
      openblas.cblas_dcopy(length, vector.at(0, 0), 1, basis.at(size, 0), 1);
      openblas.cblas_dscal(length, 1 / norm, basis.at(size, 0), 1);
      scale = step();
    }
  }

  /**
   * Computes the image of the last basis vector and leaves what is new in it.
   *
   * @return the image's length
   */
  private double step() {
    multiplyByWeights(basis, size);
    product.entries().get(0L, weighted, 0, length);
    operator.apply(weighted, image);
    images.entries().put((long) size * length, image, 0, length);
    vector.entries().put(0L, image, 0, length);
    size++;
    double scale = weightedNorm();
    orthogonalise();
    multiplyByWeights(vector, 0);
    orthogonalise();
    return scale;
  }

  /** Takes the basis off the vector, whose product with S is at hand. */
  private void orthogonalise() {
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        size,
        length,
        1,
        basis.at(0, 0),
        length,
        product.at(0, 0),
        1,
        0,
        coefficients.at(0, 0),
        1);
    for (int i = 0; i < size; i++) {
      projected[i][size - 1] += coefficients.get(0, i);
    }
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        size,
        length,
        -1,
        basis.at(0, 0),
        length,
        coefficients.at(0, 0),
        1,
        1,
        vector.at(0, 0),
        1);
  }

  /** (vᵀSv)^½ of the vector; its product with S is at hand afterwards. */
  private double weightedNorm() {
    multiplyByWeights(vector, 0);
    double square = openblas.cblas_ddot(length, vector.at(0, 0), 1, product.at(0, 0), 1);
    return Math.sqrt(Math.max(0, square));
  }

  private void multiplyByWeights(NativeMatrix matrix, int row) {
    int k = operator.outputs();
    for (int example = 0; example < operator.examples(); example++) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          k,
          k,
          1,
          weights.at(example, 0),
          k,
          matrix.at(row, (long) example * k),
          1,
          0,
          product.at(0, (long) example * k),
          1);
    }
  }

  /**
   * With V = J̃ᵀSQ, VᵀV = T is the projected matrix and J̃V the images: of T = ZΘZᵀ the leading
   * eigenvectors make VZΘ^{-½} orthonormal.
   */
  private ReducedCurvature curvature(int modes) {
    INDArray matrix = Tensors.matrix(DataType.DOUBLE, size, size);
    try {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          matrix.putScalar(i, j, projected[Math.min(i, j)][Math.max(i, j)]);
        }
      }
      DenseEigenpairs pairs = DenseEigenpairs.of(matrix);
      double least = ROUNDING * unit * pairs.values()[size - 1];
      int kept = 0;
      while (kept < Math.min(modes, size) && pairs.values()[size - 1 - kept] > least) {
        kept++;
      }
      try (NativeMatrix rotation = NativeMatrix.zeros(size, kept)) {
        double[] eigenvector = new double[size];
        for (int mode = 0; mode < kept; mode++) {
          Tensors.readRow(pairs.vectors(), size - 1 - mode, eigenvector);
          double scale = 1 / Math.sqrt(pairs.values()[size - 1 - mode]);
          for (int i = 0; i < size; i++) {
            rotation.put(i, mode, scale * eigenvector[i]);
          }
        }
        return ReducedCurvature.ofSubspace(
            product(images, size, rotation), operator.examples(), operator.outputs());
      }
    } finally {
      Tensors.free(matrix);
    }
  }

  /** The transpose of the first rows of {@code left}, times {@code right}. */
  private static NativeMatrix product(NativeMatrix left, int rows, NativeMatrix right) {
    NativeMatrix out = NativeMatrix.zeros(left.columns(), right.columns());
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        out.rows(),
        out.columns(),
        rows,
        1,
        left.at(0, 0),
        left.columns(),
        right.at(0, 0),
        right.columns(),
        0,
        out.at(0, 0),
        out.columns());
    return out;
  }

  @Override
  public void close() {
    basis.close();
    images.close();
    vector.close();
    product.close();
    coefficients.close();
  }
}
