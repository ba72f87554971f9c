package org.escapement.plugin.problems;

import java.util.Arrays;
import org.escapement.spi.model.Jacobian;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Few rows as they are, in double. An example with fewer rows than another one has zeros for the
 * missing ones.
 *
 * @param rows J_i for every example
 */
record DenseJacobian(double[][][] rows) implements Jacobian {
  @Override
  public int outputs() {
    return Arrays.stream(rows).mapToInt(example -> example.length).max().orElseThrow();
  }

  @Override
  public void product(INDArray v, INDArray out) {
    double[] direction = v.toDoubleVector();
    double[][] products = new double[rows.length][outputs()];
    for (int i = 0; i < rows.length; i++) {
      for (int output = 0; output < rows[i].length; output++) {
        products[i][output] = dot(rows[i][output], direction);
      }
    }
    out.assign(Nd4j.createFromArray(products));
  }

  @Override
  public void transposeProduct(INDArray u, INDArray out) {
    double[][] weights = u.toDoubleMatrix();
    double[] sum = new double[(int) out.length()];
    for (int i = 0; i < rows.length; i++) {
      for (int output = 0; output < rows[i].length; output++) {
        for (int j = 0; j < sum.length; j++) {
          sum[j] += weights[i][output] * rows[i][output][j];
        }
      }
    }
    out.assign(Nd4j.createFromArray(sum));
  }

  @Override
  public void gram(INDArray out) {
    int n = rows.length;
    double[][] gram = new double[n * outputs()][n * outputs()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int first = 0; first < rows[i].length; first++) {
          for (int second = 0; second < rows[j].length; second++) {
            gram[first * n + i][second * n + j] = dot(rows[i][first], rows[j][second]);
          }
        }
      }
    }
    out.assign(Nd4j.createFromArray(gram));
  }

  @Override
  public void exampleGrams(INDArray out) {
    double[][][] grams = new double[rows.length][outputs()][outputs()];
    for (int i = 0; i < rows.length; i++) {
      for (int first = 0; first < rows[i].length; first++) {
        for (int second = 0; second < rows[i].length; second++) {
          grams[i][first][second] = dot(rows[i][first], rows[i][second]);
        }
      }
    }
    out.assign(Nd4j.createFromArray(grams));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  @Override
  public void close() {}
}
