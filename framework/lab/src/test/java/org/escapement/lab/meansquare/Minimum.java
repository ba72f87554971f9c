package org.escapement.lab.meansquare;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An interpolating minimum given by the rows of all J_i.
 *
 * @param rows n matrices of k rows and d columns
 */
record Minimum(double[][][] rows) {
  static final Minimum A = ofRows(new double[][] {{Math.sqrt(0.2)}, {Math.sqrt(3.8)}});
  static final Minimum B = ofRows(new double[][] {{1, 0}, {1, 1}});
  static final Minimum C = ofRows(new double[][] {{1, 0}, {1, 1}, {0, 2}});

  /** One output each. */
  static Minimum ofRows(double[][] rows) {
    return new Minimum(
        Arrays.stream(rows).map(row -> new double[][] {row}).toArray(double[][][]::new));
  }

  static Minimum random(int n, int k, int d, RandomGenerator random) {
    double[][][] rows = new double[n][k][d];
    for (double[][] example : rows) {
      double scale = Math.exp(0.5 * random.nextGaussian());
      for (double[] row : example) {
        Arrays.setAll(row, i -> scale * random.nextGaussian() / (1 + 0.5 * i));
      }
    }
    return new Minimum(rows);
  }

  /** The minimum whose rows are these times a d×d matrix. */
  Minimum times(RealMatrix matrix) {
    return new Minimum(
        Arrays.stream(rows)
            .map(example -> new Array2DRowRealMatrix(example).multiply(matrix).getData())
            .toArray(double[][][]::new));
  }

  int examples() {
    return rows.length;
  }

  int outputs() {
    return rows[0].length;
  }

  int dimension() {
    return rows[0][0].length;
  }

  ReducedCurvature reduced() {
    return reduced(Integer.MAX_VALUE);
  }

  /** In the order of a Jacobian's Gram matrix: row κn + i is row κ of J_i. */
  ReducedCurvature reduced(int mostModes) {
    int n = examples();
    double[][] stacked = new double[n * outputs()][];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < outputs(); k++) {
        stacked[k * n + i] = rows[i][k];
      }
    }
    INDArray jacobian = Nd4j.createFromArray(stacked);
    INDArray gram = jacobian.mmul(jacobian.transpose()).dup('c');
    try {
      return ReducedCurvature.ofGram(gram, n, outputs(), mostModes);
    } finally {
      Tensors.free(gram, jacobian);
    }
  }
}
