package org.escapement.lab.meansquare;

import java.util.Arrays;
import org.escapement.engine.solver.DenseEigenpairs;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Learning rates of plain gradient steps x' = x − ηg that need no eigenvalue of an r²-dimensional
 * map. All but Theorem 1's stay what they are said to be if modes are left out.
 *
 * @param theoremOne the rate up to which (8) of Wu, Ma &amp; E 2018 holds, 2/λmax(H^{-½}(H² +
 *     pΣ)H^{-½}): stable up to it at least. NaN if modes are left out, where it would prove nothing
 * @param nonUniformity s = λmax(Σ)^½
 * @param boundsNine the smaller of 2/λmax(H) and 1/√(p λmax(Σ)), necessary for (8) only: it says
 *     nothing about stability on either side
 * @param mean 2/λmax(H): unstable beyond, as all that follow
 * @param trace 2 tr H / ((1−p)‖H‖² + p avg ‖H_i‖²), the second moment being a multiple of the unit
 *     matrix; ‖·‖ is Frobenius'
 * @param direction 2 / max_v [vᵀHv + p Var_i(vᵀH_iv)/vᵀHv] over the directions v that were tried:
 *     all eigenvectors of H, and an ascent from the best of them
 * @param singleExample (1+√n)/max_i λmax(H_i), which holds for batches of one example; infinite for
 *     others
 */
public record GradientStepRates(
    double theoremOne,
    double nonUniformity,
    double boundsNine,
    double mean,
    double trace,
    double direction,
    double singleExample) {

  static GradientStepRates of(ExampleProducts products, double p) {
    ReducedCurvature curvature = products.curvature();
    double[] lambda = curvature.eigenvalues();
    int r = lambda.length;
    double mean = 2 / lambda[0];
    double variance;
    double theoremOne = Double.NaN;
    try (NativeMatrix square = meanSquare(products)) {
      if (!curvature.isTruncated()) {
        theoremOne =
            2
                / largest(
                    square,
                    (a, b) ->
                        (a == b ? (1 - p) * lambda[a] : 0)
                            + p * square.get(a, b) / Math.sqrt(lambda[a] * lambda[b]));
      }
      variance =
          Math.max(
              0,
              largest(square, (a, b) -> square.get(a, b) - (a == b ? lambda[a] * lambda[a] : 0)));
    }
    double squares = Arrays.stream(lambda).map(value -> value * value).sum();
    double trace = Arrays.stream(lambda).sum();
    double exampleSquares = 0;
    double sharpest = 0;
    for (int i = 0; i < curvature.examples(); i++) {
      double[][] gram = curvature.exampleGram(i);
      exampleSquares += squaredNorm(gram) / curvature.examples();
      if (p == 1) {
        sharpest = Math.max(sharpest, largest(gram));
      }
    }
    return new GradientStepRates(
        theoremOne,
        Math.sqrt(variance),
        Math.min(mean, 1 / Math.sqrt(p * variance)),
        mean,
        2 * trace / ((1 - p) * squares + p * exampleSquares),
        2 / new DirectionalGrowth(curvature, p).largest(),
        p == 1 ? (1 + Math.sqrt(curvature.examples())) / sharpest : Double.POSITIVE_INFINITY);
  }

  /**
   * λmax{(I−ηH)² + η²pΣ}, the left side of (8) of Wu, Ma &amp; E 2018, over the kept modes: on a
   * direction without curvature it is 1.
   */
  static double theoremOneLeftSide(ExampleProducts products, double p, double rate) {
    double[] lambda = products.curvature().eigenvalues();
    try (NativeMatrix square = meanSquare(products)) {
      return largest(
          square,
          (a, b) ->
              (a == b
                      ? 1 - 2 * rate * lambda[a] + (1 - p) * rate * rate * lambda[a] * lambda[a]
                      : 0)
                  + p * rate * rate * square.get(a, b));
    }
  }

  /** avg H_i². */
  private static NativeMatrix meanSquare(ExampleProducts products) {
    int r = products.curvature().modes();
    NativeMatrix square = products.square();
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++) {
        square.put(a, b, a == b ? 0.5 : 0);
      }
    }
    products.apply();
    NativeMatrix copy = NativeMatrix.zeros(r, r);
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++) {
        copy.put(a, b, square.get(a, b));
        copy.put(b, a, square.get(a, b));
      }
    }
    return copy;
  }

  /** Entry (a, b) of a symmetric matrix, asked for in both orders. */
  private interface Entries {
    double at(int a, int b);
  }

  private static double largest(NativeMatrix shape, Entries entries) {
    int r = shape.rows();
    INDArray matrix = Tensors.matrix(DataType.DOUBLE, r, r);
    try {
      double[] row = new double[r];
      for (int a = 0; a < r; a++) {
        for (int b = 0; b < r; b++) {
          row[b] = entries.at(a, b);
        }
        Tensors.writeRow(row, matrix, a);
      }
      return DenseEigenpairs.of(matrix).values()[r - 1];
    } finally {
      Tensors.free(matrix);
    }
  }

  private static double largest(double[][] gram) {
    if (gram.length == 1) {
      return gram[0][0];
    }
    try (NativeMatrix shape = NativeMatrix.zeros(gram.length, gram.length)) {
      return largest(shape, (a, b) -> gram[a][b]);
    }
  }

  private static double squaredNorm(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(entry -> entry * entry).sum();
  }
}
