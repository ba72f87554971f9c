package org.escapement.lab.meansquare;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * X − KX = S with KX = κ ∘ pN(X), S = diag κ_aa^½, solved by Galerkin's method in a {@link
 * MomentSpace}: what the matrix found leaves of the equation is orthogonal to the space in the
 * inner product with weights 1/κ. K maps positive semi-definite matrices to such, as κ is one.
 *
 * <p>Where all entries of κ are positive, as for one or two numbers a coordinate they are, K is
 * self-adjoint in that inner product. Then its spectral radius is its largest eigenvalue, and a
 * projection of I − K that is not positive definite proves it to be 1 at least. Elsewhere the few
 * weights that are not positive are replaced, and nothing is symmetric.
 *
 * <p>Definiteness is asked after rows and columns have been divided by κ_aa^¼, so that S becomes I.
 */
final class MomentEquation {
  /** What is usual for the least κ_ab: anything positive to rounding. */
  private static final double POSITIVE = 1e-6;

  private final MomentSpace space;
  private final double p;
  private final double leastGain;
  private final double[] side; // κ_aa^¼
  private final double[] gain; // κ
  private final double[] metric; // weights in the space's coordinates
  private final double[] ofMember; // a member's own share in its weighted image under I − K
  private final double[] ofImage; // and that of its image under L, to be subtracted
  private final boolean symmetric;
  private final OptionalDouble plainRate;
  private final double[] solution;
  private final double[] remainder; // X − KX for the X found
  private final CholeskyFactor factor = new CholeskyFactor(); // if symmetric
  private double[][] projected; // I − K
  private double[] right; // S
  private double[] weights = {};

  /**
   * @param gain κ
   * @param p the batch factor
   */
  MomentEquation(MomentSpace space, NoiseGain gain, double p) {
    this(space, gain, p, POSITIVE);
  }

  /**
   * @param leastGain the least κ_ab, as a share of √(κ_aa κ_bb), whose reciprocal is taken for a
   *     weight
   */
  MomentEquation(MomentSpace space, NoiseGain gain, double p, double leastGain) {
    int r = space.curvature().modes();
    int length = PackedMatrices.length(r);
    this.space = space;
    this.p = p;
    this.leastGain = leastGain;
    this.side = new double[r];
    this.gain = new double[length];
    this.metric = new double[length];
    this.ofMember = new double[length];
    this.ofImage = new double[length];
    this.solution = new double[length];
    this.remainder = new double[length];
    NoiseGain.Scratch scratch = gain.scratch();
    for (int a = 0; a < r; a++) {
      side[a] = Math.sqrt(Math.sqrt(gain.at(a, a, scratch)));
    }
    this.symmetric = IntStream.range(0, r).parallel().map(a -> weighRow(gain, a)).sum() == 0;
    this.plainRate = symmetric ? gain.plainRate() : OptionalDouble.empty();
    this.projected = project();
    this.right = new double[projected.length];
    for (int i = 0; i < projected.length; i++) {
      right[i] = ofIdentity(i);
      if (symmetric) {
        factor.append(projected[i]);
      }
    }
  }

  /** Returns how many weights were replaced. */
  private int weighRow(NoiseGain source, int a) {
    int r = side.length;
    NoiseGain.Scratch scratch = source.scratch();
    double[] root = space.root();
    double[] curvature = space.meanCurvature();
    int replaced = 0;
    int at = start(a);
    for (int b = a; b < r; b++, at++) {
      double kappa = source.at(a, b, scratch);
      double least = leastGain * side[a] * side[a] * side[b] * side[b];
      double weight = 1 / Math.max(kappa, least);
      replaced += kappa < least ? 1 : 0;
      gain[at] = kappa;
      metric[at] = weight / (root[at] * root[at]);
      ofImage[at] = p * kappa * weight;
      ofMember[at] = metric[at] + ofImage[at] * curvature[at];
    }
    return replaced;
  }

  private int start(int a) {
    return (int) ((long) a * side.length - (long) a * (a - 1) / 2);
  }

  private double[][] project() {
    int size = space.size();
    if (plainRate.isPresent()) {
      double[][] matrix = new double[size][];
      for (int i = 0; i < size; i++) {
        matrix[i] = plainRow(i);
      }
      return matrix;
    }
    double[][] matrix = space.members().products(ofMember, space.members());
    double[][] noise = symmetric ? null : space.members().products(ofImage, space.images());
    for (int i = 0; i < size; i++) {
      double[] row = symmetric ? space.noiseRow(i) : noise[i];
      for (int j = 0; j < size; j++) {
        matrix[i][j] -= symmetric ? p * row[j] : row[j];
      }
    }
    return matrix;
  }

  /** For A = 1 the weights are 2/η − λ_aλ_b/C. */
  private double[] plainRow(int i) {
    double[] row = new double[space.size()];
    double[] mean = space.meanRow(i);
    double[] noise = space.noiseRow(i);
    for (int j = 0; j < row.length; j++) {
      row[j] = (i == j ? 2 / plainRate.getAsDouble() : 0) - (1 - p) * mean[j] - p * noise[j];
    }
    return row;
  }

  private double ofIdentity(int member) {
    double[] lambda = space.curvature().eigenvalues();
    double sum = 0;
    for (int a = 0; a < side.length; a++) {
      sum += space.members().get(member, start(a)) / (side[a] * side[a] * Math.sqrt(lambda[a]));
    }
    return sum;
  }

  /**
   * Adds what is lacking, S − X + KX, to the space. It spends one application of L.
   *
   * @return false if the space has that already, to rounding
   */
  boolean extendSpace() {
    double[] lacking = new double[remainder.length];
    double[] root = space.root();
    for (int a = 0; a < side.length; a++) {
      int at = start(a);
      for (int b = a; b < side.length; b++, at++) {
        lacking[at] = ((a == b ? 1 : 0) - remainder[at]) * side[a] * side[b] * root[at];
      }
    }
    if (!space.add(lacking)) {
      return false;
    }
    addLast();
    return true;
  }

  private void addLast() {
    int last = space.size() - 1;
    double[] row = plainRate.isPresent() ? plainRow(last) : weightedRow(last);
    double[] column = symmetric ? row : weightedColumn(last);
    projected = Arrays.copyOf(projected, last + 1);
    for (int i = 0; i < last; i++) {
      projected[i] = Arrays.copyOf(projected[i], last + 1);
      projected[i][last] = column[i];
    }
    projected[last] = row;
    right = Arrays.copyOf(right, last + 1);
    right[last] = ofIdentity(last);
    if (symmetric) {
      factor.append(row);
    }
  }

  private double[] weightedRow(int i) {
    double[] member = space.members().get(i);
    double[] row = space.members().products(times(ofMember, member));
    double[] noise =
        symmetric ? space.noiseRow(i) : space.images().products(times(ofImage, member));
    for (int j = 0; j < row.length; j++) {
      row[j] -= symmetric ? p * noise[j] : noise[j];
    }
    return row;
  }

  private double[] weightedColumn(int j) {
    double[] image = times(ofMember, space.members().get(j));
    double[] noise = times(ofImage, space.images().get(j));
    for (int at = 0; at < image.length; at++) {
      image[at] -= noise[at];
    }
    return space.members().products(image);
  }

  private static double[] times(double[] weights, double[] vector) {
    double[] product = new double[vector.length];
    for (int at = 0; at < product.length; at++) {
      product[at] = weights[at] * vector[at];
    }
    return product;
  }

  /** Whether K is self-adjoint, so that {@link #isProvedBeyond} can prove anything. */
  boolean isSymmetric() {
    return symmetric;
  }

  /** Whether the space shows that K's spectral radius is 1 at least. */
  boolean isProvedBeyond() {
    return symmetric && !factor.isPositiveDefinite();
  }

  /**
   * Solves in the space as it is.
   *
   * @return false if that is singular to rounding
   */
  boolean solve() {
    weights = right.clone();
    if (symmetric) {
      factor.solve(weights);
    } else if (weights.length > 0) {
      DecompositionSolver solver =
          new LUDecomposition(new Array2DRowRealMatrix(projected, false), 0).getSolver();
      if (!solver.isNonSingular()) {
        return false;
      }
      weights = solver.solve(new ArrayRealVector(weights, false)).toArray();
    }
    if (weights.length > 0) {
      space.members().combine(weights, solution);
      space.images().combine(weights, remainder);
      IntStream.range(0, side.length).parallel().forEach(this::finishRow);
    }
    return Double.isFinite(Arrays.stream(remainder).sum());
  }

  private void finishRow(int a) {
    double[] lambda = space.curvature().eigenvalues();
    double[] root = space.root();
    int at = start(a);
    for (int b = a; b < side.length; b++, at++) {
      double entry = solution[at] / root[at];
      double noise = remainder[at] * root[at] - lambda[a] * lambda[b] * entry;
      double scale = side[a] * side[b];
      solution[at] = entry / scale;
      remainder[at] = (entry - p * gain[at] * noise) / scale;
    }
  }

  /** The X found as a combination of the space's matrices; not to be written. */
  double[] weights() {
    return weights;
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
    int size = space.size();
    double[][] own =
        symmetric ? new double[size][size] : space.members().products(metric, space.members());
    double[][] image = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (symmetric) {
          image[i][j] = p * (space.noiseRow(i)[j] - space.meanRow(i)[j]);
          own[i][j] = projected[i][j] + image[i][j];
        } else {
          image[i][j] = own[i][j] - projected[i][j];
        }
      }
    }
    return RitzValues.radius(own, image);
  }
}
