package org.escapement.lab.meansquare;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;

/**
 * X − KX = I with KX = κ ∘ pN(X), solved approximately by the combination of a {@link
 * MomentSpace}'s matrices that leaves the least. K maps positive semi-definite matrices to such, as
 * κ is one.
 *
 * <p>Rows and columns are scaled by d_a = κ_aa^¼: that makes K nearly self-adjoint where curvatures
 * are orders of magnitude apart. Definiteness does not change.
 */
final class MomentEquation implements AutoCloseable {
  private final MomentSpace space;
  private final double[] scale; // d_a d_b
  private final double[] ofMember;
  private final double[] ofImage;
  private final PackedMatrices scaled; // every M of the space
  private final PackedMatrices columns; // M − KM for each of them, scaled too
  private final double[] solution;
  private final double[] remainder; // X − KX for the X found
  private double[] weights = {};

  /**
   * @param gain κ
   * @param p the batch factor
   */
  MomentEquation(MomentSpace space, NoiseGain gain, double p) {
    this.space = space;
    double[] lambda = space.curvature().eigenvalues();
    int r = lambda.length;
    int length = PackedMatrices.length(r);
    this.scale = new double[length];
    this.ofMember = new double[length];
    this.ofImage = new double[length];
    this.solution = new double[length];
    this.remainder = new double[length];
    this.scaled = new PackedMatrices(r);
    this.columns = new PackedMatrices(r);
    double[] side = new double[r];
    NoiseGain.Scratch first = gain.scratch();
    for (int a = 0; a < r; a++) {
      side[a] = Math.sqrt(Math.sqrt(gain.at(a, a, first)));
    }
    IntStream.range(0, r)
        .parallel()
        .forEach(
            a -> {
              NoiseGain.Scratch scratch = gain.scratch();
              int at = (int) ((long) a * r - (long) a * (a - 1) / 2);
              for (int b = a; b < r; b++, at++) {
                double noise = p * gain.at(a, b, scratch);
                scale[at] = side[a] * side[b];
                ofMember[at] = (1 + noise * lambda[a] * lambda[b]) / scale[at];
                ofImage[at] = -noise / scale[at];
              }
            });
  }

  /**
   * Solves in the space as it is.
   *
   * @return false if the matrices' images under I − K depend on one another to rounding
   */
  boolean solve() {
    while (columns.size() < space.size()) {
      addColumn(columns.size());
    }
    int size = columns.size();
    int length = columns.length();
    try (DoublePointer factors = new DoublePointer((long) size * length);
        DoublePointer right = new DoublePointer(length)) {
      for (int column = 0; column < size; column++) {
        openblas.cblas_dcopy(
            length, columns.rows().at(column, 0), 1, factors.position((long) column * length), 1);
      }
      right.put(identity(), 0, length);
      int info =
          openblas.LAPACKE_dgels(
              openblas.LAPACK_COL_MAJOR,
              (byte) 'N',
              length,
              size,
              1,
              factors.position(0),
              length,
              right,
              length);
      if (info != 0) {
        return false;
      }
      weights = new double[size];
      right.position(0).get(weights);
    }
    combine(columns.rows(), remainder);
    combine(scaled.rows(), solution);
    return Double.isFinite(dot(remainder, remainder) + dot(solution, solution));
  }

  private void addColumn(int row) {
    int target = columns.append();
    scaled.append();
    int length = columns.length();
    DoubleIndexer member = space.members().rows().entries();
    DoubleIndexer image = space.images().rows().entries();
    DoubleIndexer own = scaled.rows().entries();
    DoubleIndexer column = columns.rows().entries();
    long from = (long) row * length;
    long to = (long) target * length;
    for (int at = 0; at < length; at++) {
      double entry = member.get(from + at);
      own.put(to + at, entry / scale[at]);
      column.put(to + at, ofMember[at] * entry + ofImage[at] * image.get(from + at));
    }
  }

  private double[] identity() {
    double[] identity = new double[columns.length()];
    int r = space.curvature().modes();
    for (int a = 0, at = 0; a < r; at += r - a, a++) {
      identity[at] = 1;
    }
    return identity;
  }

  private void combine(NativeMatrix rows, double[] out) {
    try (DoublePointer factors = new DoublePointer(weights);
        DoublePointer sum = new DoublePointer(out.length)) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasTrans,
          weights.length,
          out.length,
          1,
          rows.at(0, 0),
          out.length,
          factors,
          1,
          0,
          sum,
          1);
      sum.get(out);
    }
  }

  /**
   * Whether X − KX is positive definite: then X is if and only if K's spectral radius is below 1.
   */
  boolean isRemainderPositiveDefinite() {
    return PackedMatrices.isPositiveDefinite(remainder, space.scratch());
  }

  /** Whether X is positive definite. */
  boolean isSolutionPositiveDefinite() {
    return PackedMatrices.isPositiveDefinite(solution, space.scratch());
  }

  /** K's spectral radius as the space shows it. */
  double radius() {
    int size = columns.size();
    double[][] gram = innerProducts(scaled.rows(), size);
    double[][] projected = innerProducts(columns.rows(), size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        gram[i][j] = gram[Math.min(i, j)][Math.max(i, j)]; // in spite of rounding
        projected[i][j] = gram[i][j] - projected[i][j];
      }
    }
    return RitzValues.radius(gram, projected);
  }

  /** Of every scaled matrix of the space (row) with every one of others (column). */
  private double[][] innerProducts(NativeMatrix others, int size) {
    double[][] products = new double[size][size];
    try (NativeMatrix out = NativeMatrix.zeros(size, size)) {
      openblas.cblas_dgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasTrans,
          size,
          size,
          columns.length(),
          1,
          scaled.rows().at(0, 0),
          columns.length(),
          others.atAlso(0, 0),
          columns.length(),
          0,
          out.at(0, 0),
          size);
      for (int i = 0; i < size; i++) {
        out.entries().get((long) i * size, products[i], 0, size);
      }
    }
    return products;
  }

  /** Adds what is lacking, I − X + KX, to the space. It spends one application of L. */
  void extendSpace() {
    double[] lacking = identity();
    for (int at = 0; at < lacking.length; at++) {
      double rest = weights.length == 0 ? lacking[at] : lacking[at] - remainder[at];
      lacking[at] = rest * scale[at];
    }
    space.add(lacking);
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int at = 0; at < left.length; at++) {
      sum += left[at] * right[at];
    }
    return sum;
  }

  @Override
  public void close() {
    scaled.close();
    columns.close();
  }
}
