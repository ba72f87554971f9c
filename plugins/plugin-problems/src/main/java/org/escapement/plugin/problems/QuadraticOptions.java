package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.option.Option;

/**
 * Options of {@code quadratic}: one of the two lists.
 *
 * @param hessians H_i, symmetric d×d, or null
 * @param factors J_i, k×d, or null
 */
record QuadraticOptions(
    @Option(
            value = Option.ABSENT,
            description = "the Hessian H_i of every example, as rows; f_i = 1/2 x^T H_i x")
        List<List<List<Double>>> hessians,
    @Option(
            value = Option.ABSENT,
            description = "the factor J_i of every example, as rows; f_i = 1/2 |J_i x|^2")
        List<List<List<Double>>> factors) {

  /** Checks that exactly one list is given and that its matrices fit together. */
  QuadraticOptions {
    if ((hessians == null) == (factors == null)) {
      throw new IllegalArgumentException("give either 'hessians' or 'factors'");
    }
    boolean square = hessians != null;
    List<List<List<Double>>> matrices = square ? hessians : factors;
    String name = square ? "hessians" : "factors";
    if (matrices.isEmpty() || matrices.get(0).isEmpty() || matrices.get(0).get(0).isEmpty()) {
      throw new IllegalArgumentException("'" + name + "' is empty");
    }
    int width = matrices.get(0).get(0).size();
    for (int i = 0; i < matrices.size(); i++) {
      List<List<Double>> matrix = matrices.get(i);
      for (List<Double> row : matrix) {
        if (row.size() != width) {
          throw new IllegalArgumentException(
              name + "[" + i + "] has a row of " + row.size() + " entries, must be " + width);
        }
      }
      if (square) {
        checkSymmetric(matrix, i);
      }
    }
  }

  private static void checkSymmetric(List<List<Double>> matrix, int index) {
    int width = matrix.get(0).size();
    if (matrix.size() != width) {
      throw new IllegalArgumentException(
          "hessians[" + index + "] is " + matrix.size() + " by " + width + ", must be square");
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        if (!matrix.get(i).get(j).equals(matrix.get(j).get(i))) {
          throw new IllegalArgumentException(
              "hessians[" + index + "] is not symmetric at (" + i + ", " + j + ")");
        }
      }
    }
  }
}
