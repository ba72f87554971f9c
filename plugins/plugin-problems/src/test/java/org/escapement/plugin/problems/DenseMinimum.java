package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A known minimum by brute force: the Hessian of every example as a matrix, and the growth of
 * second moments over all batches that can be drawn.
 *
 * @param hessians H_i
 */
record DenseMinimum(double[][][] hessians) {
  /** What rounding leaves of an eigenvalue that is zero, relative to the largest. */
  private static final double NULL_SHARE = 1e-10;

  static <O extends Record> DenseMinimum of(
      ModelFactory<O> factory, O options, Loss loss, String name) {
    Model model = factory.create(options, new ModelSetting(List.of(), 0, loss, DataType.DOUBLE));
    Objective objective = model.objective(Examples.none());
    INDArray x = model.knownMinima().get(name);
    int n = objective.examples();
    assertThat(objective.loss(x, Batch.all(n))).as("loss at %s", name).isCloseTo(0, within(1e-25));
    assertThat(objective.lossConvention()).isEqualTo(loss.convention());
    int d = (int) objective.dimension();
    double[][][] hessians = new double[n][d][];
    try (Curvature curvature = objective.curvature(x)) {
      for (int j = 0; j < d; j++) {
        INDArray unit = Nd4j.zeros(DataType.DOUBLE, d).putScalar(j, 1);
        INDArray product = unit.ulike();
        for (int i = 0; i < n; i++) {
          curvature.hessianProduct(Batch.of(i), unit, product);
          hessians[i][j] = product.toDoubleVector();
        }
      }
    }
    return new DenseMinimum(hessians);
  }

  int examples() {
    return hessians.length;
  }

  /** λmax(H). */
  double sharpness() {
    return SymmetricEigenpairs.of(mean(all(), 1)).largest();
  }

  /** The square root of λmax of (1/n) Σ (H_i − H)². */
  double nonUniformity() {
    double[][] mean = mean(all(), 1);
    int d = mean.length;
    double[][] covariance = new double[d][d];
    for (double[][] hessian : hessians) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          for (int c = 0; c < d; c++) {
            covariance[a][b] +=
                (hessian[a][c] - mean[a][c]) * (hessian[c][b] - mean[c][b]) / hessians.length;
          }
        }
      }
    }
    return Math.sqrt(SymmetricEigenpairs.of(covariance).largest());
  }

  /**
   * The growth of E xxᵀ in a gradient step on a batch without replacement: the largest eigenvalue
   * of E A⊗A on the range of H, A = I − ηH_batch, every batch enumerated.
   */
  double growthWithoutReplacement(double learningRate, int batchSize) {
    List<int[]> batches = new ArrayList<>();
    subsets(new int[batchSize], 0, 0, batches);
    return growth(learningRate, batches);
  }

  /** The same with replacement. */
  double growthWithReplacement(double learningRate, int batchSize) {
    List<int[]> batches = new ArrayList<>();
    tuples(new int[batchSize], 0, batches);
    return growth(learningRate, batches);
  }

  private void subsets(int[] chosen, int filled, int from, List<int[]> found) {
    if (filled == chosen.length) {
      found.add(chosen.clone());
      return;
    }
    for (int i = from; i < hessians.length; i++) {
      chosen[filled] = i;
      subsets(chosen, filled + 1, i + 1, found);
    }
  }

  private void tuples(int[] chosen, int filled, List<int[]> found) {
    if (filled == chosen.length) {
      found.add(chosen.clone());
      return;
    }
    for (int i = 0; i < hessians.length; i++) {
      chosen[filled] = i;
      tuples(chosen, filled + 1, found);
    }
  }

  private double growth(double learningRate, List<int[]> batches) {
    double[][] range = range();
    int r = range.length;
    double[][] expected = new double[r * r][r * r];
    for (int[] batch : batches) {
      double[][] step = compressed(mean(batch, learningRate), range);
      for (int a = 0; a < r; a++) {
        for (int b = 0; b < r; b++) {
          step[a][b] = (a == b ? 1 : 0) - step[a][b];
        }
      }
      for (int row = 0; row < r * r; row++) {
        for (int column = 0; column < r * r; column++) {
          expected[row][column] +=
              step[row / r][column / r] * step[row % r][column % r] / batches.size();
        }
      }
    }
    return SymmetricEigenpairs.of(expected).largest();
  }

  /** Orthonormal vectors that span the range of H, one a row. */
  private double[][] range() {
    SymmetricEigenpairs pairs = SymmetricEigenpairs.of(mean(all(), 1));
    return IntStream.range(0, pairs.values().length)
        .filter(j -> pairs.values()[j] > NULL_SHARE * pairs.largest())
        .mapToObj(
            j -> IntStream.range(0, pairs.values().length).mapToDouble(i -> pairs.columns()[i][j]))
        .map(column -> column.toArray())
        .toArray(double[][]::new);
  }

  /** RMRᵀ. */
  private static double[][] compressed(double[][] matrix, double[][] range) {
    double[][] product = new double[range.length][range.length];
    for (int a = 0; a < range.length; a++) {
      for (int b = 0; b < range.length; b++) {
        for (int i = 0; i < matrix.length; i++) {
          for (int j = 0; j < matrix.length; j++) {
            product[a][b] += range[a][i] * matrix[i][j] * range[b][j];
          }
        }
      }
    }
    return product;
  }

  private int[] all() {
    return IntStream.range(0, hessians.length).toArray();
  }

  private double[][] mean(int[] batch, double factor) {
    int d = hessians[0].length;
    double[][] mean = new double[d][d];
    for (int i : batch) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          mean[a][b] += factor * hessians[i][a][b] / batch.length;
        }
      }
    }
    return mean;
  }
}
