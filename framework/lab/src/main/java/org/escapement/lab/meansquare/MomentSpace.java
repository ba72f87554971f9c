package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.escapement.engine.solver.Tolerance;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * Symmetric matrices M together with L(M) = (1/n) Σ_i H_iMH_i, the only costly product of the
 * theory. It depends neither on the method nor on its learning rate or the batch size, and the
 * image of a combination is the combination of images: what one question has computed serves all
 * others at the same minimum.
 *
 * <p>Held are V = C^½M, orthonormal, and C^{-½}L(M), where C multiplies entry (a, b) by (λ_a +
 * λ_b)/2: in these coordinates the maps of all methods are well scaled, however far apart the
 * curvatures.
 */
final class MomentSpace implements AutoCloseable {
  /** The two lists, and a copy of one while it grows. */
  private static final int LISTS = 3;

  private static final int LEAST = 8;

  private final ExampleProducts products;
  private final PackedMatrices members;
  private final PackedMatrices images;
  private final int capacity;
  private final double[] root; // C^½
  private final double[] curvature; // λ_a λ_b / C
  private double[][] noise = {};
  private double[][] mean = {};

  /**
   * @param products L
   * @param maxBytes the memory that matrices and images may take, {@link Tolerance#maxBytes()}
   */
  MomentSpace(ExampleProducts products, long maxBytes) {
    int modes = products.curvature().modes();
    int length = PackedMatrices.length(modes);
    long fitting = maxBytes / ((long) LISTS * length * Double.BYTES);
    this.products = products;
    this.capacity = (int) Math.min(Math.max(LEAST, fitting), length);
    this.members = new PackedMatrices(modes, capacity);
    this.images = new PackedMatrices(modes, capacity);
    this.root = new double[length];
    this.curvature = new double[length];
    double[] lambda = products.curvature().eigenvalues();
    for (int a = 0, at = 0; a < modes; a++) {
      for (int b = a; b < modes; b++, at++) {
        double sum = (lambda[a] + lambda[b]) / 2;
        root[at] = Math.sqrt(sum);
        curvature[at] = lambda[a] * lambda[b] / sum;
      }
    }
  }

  ReducedCurvature curvature() {
    return products.curvature();
  }

  /** Room for one r×r matrix, overwritten by {@link #add}. */
  NativeMatrix scratch() {
    return products.square();
  }

  PackedMatrices members() {
    return members;
  }

  PackedMatrices images() {
    return images;
  }

  /** The entries of C^½; not to be written. */
  double[] root() {
    return root;
  }

  /** λ_a λ_b / C, entry by entry: what HMH is in these coordinates; not to be written. */
  double[] meanCurvature() {
    return curvature;
  }

  /** Vᵢᵀ C^{-½}LC^{-½} Vⱼ; not to be written. */
  double[] noiseRow(int i) {
    return noise[i];
  }

  /** Vᵢᵀ C^{-½}(HMH)C^{-½} Vⱼ; not to be written. */
  double[] meanRow(int i) {
    return mean[i];
  }

  /** How many matrices there are. */
  int size() {
    return members.size();
  }

  /** Whether they span all symmetric matrices. */
  boolean isWhole() {
    return size() == members.length();
  }

  /** Whether memory forbids another one. */
  boolean isFull() {
    return size() >= capacity;
  }

  /** Whether so little room is left that a question is better begun with less. */
  boolean isCrowded() {
    return capacity < members.length() && size() > capacity - capacity / 4;
  }

  /**
   * Keeps half of the capacity: the part of the space on which gradient steps of batch factor p
   * have the largest second moments, and one combination.
   *
   * @param combination of the matrices, one factor for each; none if empty
   */
  void makeRoom(double p, double[] combination) {
    int size = size();
    double scale = 0;
    for (double factor : combination) {
      scale += factor * factor;
    }
    double weight = scale > 0 ? 2 * trace(noise) / scale : 0; // more than all others have
    RealMatrix moment = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double entry = (1 - p) * mean[i][j] + p * noise[i][j];
        double kept = weight == 0 ? 0 : weight * (combination[i] * combination[j]);
        moment.setEntry(i, j, entry + kept);
      }
    }
    RealMatrix kept =
        new EigenDecompositionSymmetric(moment)
            .getV()
            .getSubMatrix(0, size - 1, 0, capacity / 2 - 1);
    members.combine(kept);
    images.combine(kept);
    noise = projected(noise, kept);
    mean = projected(mean, kept);
  }

  private static double trace(double[][] matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      sum += matrix[i][i];
    }
    return sum;
  }

  private static double[][] projected(double[][] matrix, RealMatrix basis) {
    RealMatrix product =
        basis.transposeMultiply(new Array2DRowRealMatrix(matrix, false).multiply(basis));
    return product.add(product.transpose()).scalarMultiply(0.5).getData(); // in spite of rounding
  }

  /**
   * Adds what is new in a matrix V, scaled to length one, and computes its image.
   *
   * @return false if there is nothing new
   */
  boolean add(double[] packed) {
    int row = members.append(packed);
    for (int pass = 0; pass < 2; pass++) {
      members.scale(row, 1 / members.norm(row));
      members.removeEarlier(row);
    }
    double norm = members.norm(row);
    if (!(norm > 0)) {
      members.removeLast();
      return false;
    }
    members.scale(row, 1 / norm);
    double[] entries = members.get(row);
    writeHalves(entries);
    products.apply();
    images.append(readImage());
    noise = bordered(noise, members.products(images.get(row)));
    for (int at = 0; at < entries.length; at++) {
      entries[at] *= curvature[at];
    }
    mean = bordered(mean, members.products(entries));
    return true;
  }

  private static double[][] bordered(double[][] matrix, double[] last) {
    double[][] larger = new double[last.length][];
    for (int i = 0; i < matrix.length; i++) {
      larger[i] = Arrays.copyOf(matrix[i], last.length);
      larger[i][matrix.length] = last[i];
    }
    larger[matrix.length] = last;
    return larger;
  }

  /** Writes the triangle T with M = T + Tᵀ. */
  private void writeHalves(double[] entries) {
    int r = products.curvature().modes();
    DoubleIndexer square = products.square().entries();
    for (int a = 0, at = 0; a < r; a++) {
      for (int b = a; b < r; b++, at++) {
        double entry = entries[at] / root[at];
        square.put((long) a * r + b, entry / (a == b ? 2 : PackedMatrices.ROOT_TWO));
      }
    }
  }

  private double[] readImage() {
    int r = products.curvature().modes();
    DoubleIndexer square = products.square().entries();
    double[] image = new double[root.length];
    for (int a = 0, at = 0; a < r; a++) {
      for (int b = a; b < r; b++, at++) {
        double entry = square.get((long) a * r + b) * (a == b ? 1 : PackedMatrices.ROOT_TWO);
        image[at] = entry / root[at];
      }
    }
    return image;
  }

  @Override
  public void close() {
    members.close();
    images.close();
    products.close();
  }
}
