package org.escapement.lab.meansquare;

import org.bytedeco.openblas.global.openblas;
import org.escapement.engine.solver.DenseEigenpairs;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The examples' curvatures H_i = J_iᵀJ_i and their mean H in H's own eigenbasis, on its range: H =
 * Λ and H_i = U_iᵀU_i with U_i of shape k×r. With G = JJᵀ = W (nΛ) Wᵀ these are U = W (nΛ)^½, so
 * nothing of the parameters' length is needed. What a preconditioner P does is to make J_iP^½ of
 * J_i, that is, another Gram matrix.
 *
 * <p>Directions outside the range are left out because no step moves them: there every growth
 * factor is exactly 1.
 */
public final class ReducedCurvature implements AutoCloseable {
  private final int examples;
  private final int outputs;
  private final double[] eigenvalues;
  private final NativeMatrix factors;
  private final int rank;
  private final double cutOff;

  private ReducedCurvature(
      int examples,
      int outputs,
      double[] eigenvalues,
      NativeMatrix factors,
      int rank,
      double cutOff) {
    this.examples = examples;
    this.outputs = outputs;
    this.eigenvalues = eigenvalues;
    this.factors = factors;
    this.rank = rank;
    this.cutOff = cutOff;
  }

  /** Of the Gram matrix with all of its modes above rounding. */
  public static ReducedCurvature ofGram(INDArray gram, int examples, int outputs) {
    return ofGram(gram, examples, outputs, Integer.MAX_VALUE);
  }

  /**
   * Of the Gram matrix.
   *
   * @param gram JJᵀ, double, shape {@code [nk, nk]}, c order: entry (κn + i, λn + j) is the inner
   *     product of row κ of J_i and row λ of J_j. It is overwritten; its eigenvalues over n are
   *     those of H
   * @param examples n
   * @param outputs k
   * @param mostModes the leading modes to keep at most
   * @throws IllegalArgumentException if the shape is another, or the matrix has no positive
   *     eigenvalue
   * @throws ArithmeticException if the matrix has an entry that is not a number
   */
  public static ReducedCurvature ofGram(INDArray gram, int examples, int outputs, int mostModes) {
    return ofGram(gram, examples, outputs, mostModes, 0);
  }

  /**
   * Of a Gram matrix that is known less well than in double.
   *
   * @param rounding the error of its eigenvalues, as a share of the largest
   */
  static ReducedCurvature ofGram(
      INDArray gram, int examples, int outputs, int mostModes, double rounding) {
    int size = Math.multiplyExact(examples, outputs);
    if (mostModes < 1 || gram.rank() != 2 || gram.size(0) != size) {
      throw new IllegalArgumentException(
          "needs "
              + size
              + " rows and at least one mode, found "
              + gram.shapeInfoToString()
              + " and "
              + mostModes);
    }
    DenseEigenpairs pairs = DenseEigenpairs.of(gram);
    double top = pairs.values()[size - 1];
    double cutOff = Math.max(size * Math.ulp(1.0), rounding) * top;
    int rank = 0;
    while (rank < size && pairs.values()[size - 1 - rank] > cutOff) {
      rank++;
    }
    if (rank == 0 || !(top > 0) || !Double.isFinite(top)) {
      throw new IllegalArgumentException("the curvature has no positive eigenvalue: " + top);
    }
    int modes = Math.min(rank, mostModes);
    double[] eigenvalues = new double[modes];
    NativeMatrix factors = NativeMatrix.zeros(size, modes);
    double[] vector = new double[size];
    for (int mode = 0; mode < modes; mode++) {
      double value = pairs.values()[size - 1 - mode];
      eigenvalues[mode] = value / examples;
      Tensors.readRow(pairs.vectors(), size - 1 - mode, vector);
      double scale = Math.sqrt(value);
      for (int output = 0; output < outputs; output++) {
        for (int example = 0; example < examples; example++) {
          factors.put(
              example * outputs + output, mode, scale * vector[output * examples + example]);
        }
      }
    }
    return new ReducedCurvature(examples, outputs, eigenvalues, factors, rank, cutOff / examples);
  }

  /**
   * On a subspace with an orthonormal basis V.
   *
   * @param factors J̃V, rows ik to (i+1)k being J̃_iV; closed here
   */
  static ReducedCurvature ofSubspace(NativeMatrix factors, int examples, int outputs) {
    int modes = factors.columns();
    INDArray mean = Tensors.matrix(DataType.DOUBLE, modes, modes);
    try (factors) {
      Tensors.multiply(factors.array(), true, factors.array(), false, mean, 1.0 / examples, 0);
      DenseEigenpairs pairs = DenseEigenpairs.of(mean);
      double[] eigenvalues = new double[modes];
      INDArray rotation = Tensors.matrix(DataType.DOUBLE, modes, modes);
      double[] row = new double[modes];
      for (int mode = 0; mode < modes; mode++) {
        eigenvalues[mode] = pairs.values()[modes - 1 - mode];
        Tensors.readRow(pairs.vectors(), modes - 1 - mode, row);
        Tensors.writeRow(row, rotation, mode);
      }
      NativeMatrix rotated = NativeMatrix.zeros(factors.rows(), modes);
      Tensors.multiply(factors.array(), false, rotation, true, rotated.array(), 1, 0);
      Tensors.free(rotation);
      return new ReducedCurvature(
          examples,
          outputs,
          eigenvalues,
          rotated,
          factors.rows(),
          modes * Math.ulp(1.0) * eigenvalues[0]);
    } finally {
      Tensors.free(mean);
    }
  }

  /**
   * Of the rows themselves.
   *
   * @param rows J, double, shape {@code [nk, d]}, row κn + i being row κ of J_i; not written
   * @param examples n
   * @param outputs k
   */
  public static ReducedCurvature ofRows(INDArray rows, int examples, int outputs) {
    INDArray gram = Tensors.matrix(DataType.DOUBLE, rows.size(0), rows.size(0));
    try {
      Tensors.multiply(rows, false, rows, true, gram, 1, 0);
      return ofGram(gram, examples, outputs);
    } finally {
      Tensors.free(gram);
    }
  }

  /** The number n of examples. */
  public int examples() {
    return examples;
  }

  /** The number k of rows of each U_i. */
  public int outputs() {
    return outputs;
  }

  /** The number r of modes that were kept. */
  public int modes() {
    return eigenvalues.length;
  }

  /** H's rank: its eigenvalues above {@link #cutOff}; on a subspace the most that it can be. */
  public int rank() {
    return rank;
  }

  /** The rounding error of H's eigenvalues, below which they count as zero. */
  public double cutOff() {
    return cutOff;
  }

  /** Whether modes above rounding were left out. */
  public boolean isTruncated() {
    return modes() < rank;
  }

  /** H's eigenvalues, largest first; not to be written. */
  public double[] eigenvalues() {
    return eigenvalues;
  }

  /** The largest eigenvalue. */
  public double sharpness() {
    return eigenvalues[0];
  }

  /**
   * The second derivatives in these coordinates, on double vectors of {@link #modes} entries; valid
   * until this is closed.
   */
  public Curvature asCurvature() {
    return new ReducedHessian(this);
  }

  /** U: rows ik to (i+1)k are U_i. */
  NativeMatrix factors() {
    return factors;
  }

  /** U_iU_iᵀ, k×k, of which every eigenvalue other than zero is one of H_i. */
  double[][] exampleGram(int example) {
    double[][] gram = new double[outputs][outputs];
    try (NativeMatrix product = NativeMatrix.zeros(outputs, outputs)) {
      int r = modes();
      openblas.cblas_dsyrk(
          openblas.CblasRowMajor,
          openblas.CblasUpper,
          openblas.CblasNoTrans,
          outputs,
          r,
          1,
          factors.at((long) example * outputs, 0),
          r,
          0,
          product.at(0, 0),
          outputs);
      for (int i = 0; i < outputs; i++) {
        for (int j = i; j < outputs; j++) {
          gram[i][j] = product.get(i, j);
          gram[j][i] = gram[i][j];
        }
      }
    }
    return gram;
  }

  @Override
  public void close() {
    factors.close();
  }
}
